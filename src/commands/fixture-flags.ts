import type { Command } from 'commander'
import { parseVariable } from '../config/parse-variable.ts'
import type { Context } from '../context.ts'
import { openFixtureLibrary, type FixtureLibrary } from '../fixtures/fixture-library.ts'
import { repeatable } from './command.ts'

export interface FixtureFlags {
  readonly fixtures?: string
  readonly var: readonly (readonly [name: string, value: string])[]
}

/** Adds the flags that say which fixtures are used and what their variables hold. */
export function addFixtureFlags(command: Command): Command {
  return command
    .option('--fixtures <dir>', 'take notifications and flows from this folder first')
    .addOption(
      repeatable('--var <name=value>', "fill a fixture's {{name}}; repeatable", parseVariable),
    )
}

/** Opens the fixtures that ship, with those of `--fixtures` in front of them. */
export async function openFixtures(flags: FixtureFlags, context: Context): Promise<FixtureLibrary> {
  return openFixtureLibrary({
    shippedFolder: new URL('fixtures/', context.packageRoot),
    cwd: context.cwd,
    ...(flags.fixtures === undefined ? {} : { userFolder: flags.fixtures }),
  })
}
