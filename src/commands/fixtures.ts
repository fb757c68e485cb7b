import type { Command } from 'commander'
import { meaningOf, isStatus } from '../contract/status.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode } from '../contract/errors.ts'
import { makeInterviewId } from '../delivery/interview-id.ts'
import { exportFixtures } from '../fixtures/export-fixtures.ts'
import { hintFor, type FixtureLibrary } from '../fixtures/fixture-library.ts'
import { renderNotification } from '../fixtures/render-notification.ts'
import { validateFixtures } from '../fixtures/validate-fixtures.ts'
import { errorRecord, renderError } from '../report/error.ts'
import { toJsonLine } from '../report/harmless.ts'
import { createStyle } from '../report/style.ts'
import { renderFixtureList, type FixtureEntry } from '../report/text/fixture-list.ts'
import type { CommandDefinition } from './command.ts'
import { addFixtureFlags, openFixtures, type FixtureFlags } from './fixture-flags.ts'

interface Flags extends FixtureFlags {
  readonly json?: boolean
  readonly rendered?: boolean
  readonly force?: boolean
}

/** `hookstep fixtures`: the payloads and flows that ship, and the user's own. */
export const fixtures: CommandDefinition = (program, context, finish) => {
  const group = program
    .command('fixtures')
    .summary('list, show, check and export the payloads and flows')
    .description(
      'The notifications and flows that ship with hookstep, with your own in front of them.',
    )
  addList(group, context, finish)
  addShow(group, context, finish)
  addValidate(group, context, finish)
  addExport(group, context, finish)
}

const addList: CommandDefinition = (group, context, finish) => {
  refuseFolder(addFixtureFlags(subcommand(group, 'list', 'list notifications and flows')))
    .option('--json', 'print one JSON object a line')
    .action(async (_: unknown, flags: Flags) => finish(await list(flags, context)))
}

const addShow: CommandDefinition = (group, context, finish) => {
  addFixtureFlags(subcommand(group, 'show', 'print a notification or a flow'))
    .argument('<name>', 'a status, or the name of a flow')
    .option('--rendered', 'print the bytes that would be sent')
    .action(async (name: string, flags: Flags) => finish(await show(name, flags, context)))
}

const addValidate: CommandDefinition = (group, context, finish) => {
  const text = 'check every file; exit code 2 when one is broken'
  refuseFolder(addFixtureFlags(subcommand(group, 'validate', text)))
    .option('--json', 'print one JSON object a line')
    .action(async (_: unknown, flags: Flags) => finish(await validate(flags, context)))
}

const addExport: CommandDefinition = (group, context, finish) => {
  subcommand(group, 'export', 'copy the fixtures that ship into a folder, to change them')
    .argument('<dir>', 'the folder; made where it is missing')
    .option('--force', 'replace files that are there')
    .action(async (dir: string, flags: Flags) => {
      const count = await exportFixtures(
        new URL('fixtures/', context.packageRoot),
        dir,
        context.cwd,
        flags.force === true,
      )
      context.stderr.write(`${count} files written. Use them with: --fixtures ${dir}\n`)
      finish(0)
    })
}

function subcommand(group: Command, name: string, text: string): Command {
  return group
    .command(name)
    .summary(text)
    .description(`${text[0]?.toUpperCase()}${text.slice(1)}.`)
}

/** A folder stands after `--fixtures`: who forgets that is told, and the usage has no word of it. */
function refuseFolder(command: Command): Command {
  command.usage('[options]').argument('[words...]')
  return command.hook('preAction', ({ args: [folder] }) => {
    if (folder === undefined) return
    throw new CliError('USAGE', `too many arguments: ${JSON.stringify(folder)}`, {
      hint: `hookstep fixtures ${command.name()} --fixtures ${folder}`,
    })
  })
}

async function list(flags: Flags, context: Context): Promise<ExitCode> {
  const library = await openFixtures(flags, context)
  const entries = await listEntries(library)
  if (flags.json === true)
    for (const entry of entries) context.stdout.write(toJsonLine(entry, context.stdout.redact))
  else context.stdout.write(renderFixtureList(entries, createStyle(context.stdout, context.env)))
  return 0
}

async function listEntries(library: FixtureLibrary): Promise<FixtureEntry[]> {
  const notifications = library.statuses.map((name): FixtureEntry => ({
    type: 'notification',
    name,
    description: isStatus(name) ? meaningOf(name) : 'your own',
    isOwn: library.isOverridden('notifications', name),
  }))
  const flows = library.flowNames.map(async (name): Promise<FixtureEntry> => {
    const { description, sessions } = await library.loadFlow(name)
    const isOwn = library.isOverridden('flows', name)
    const notificationCount = sessions.flatMap(({ statuses }) => statuses).length
    return {
      type: 'flow',
      name,
      description,
      isOwn,
      sessions: sessions.length,
      notifications: notificationCount,
    }
  })
  return [...(await Promise.all(flows)), ...notifications]
}

async function show(name: string, flags: Flags, context: Context): Promise<ExitCode> {
  const library = await openFixtures(flags, context)
  if (library.flowNames.includes(name)) {
    context.stdout.write(`${JSON.stringify(await library.loadFlow(name), null, 2)}\n`)
    return 0
  }
  if (!library.statuses.includes(name)) throw unknownName(name, library)
  const fixture = await library.loadNotification(name)
  const ids = {
    interviewId: makeInterviewId(context.clock.now(), context.random),
    externalCustomerId: 'Customer#0001',
    variables: Object.fromEntries(flags.var),
  }
  const text =
    flags.rendered === true
      ? Buffer.from(renderNotification(fixture, ids)).toString()
      : fixture.text
  context.stdout.write(`${text.trimEnd()}\n`)
  return 0
}

function unknownName(name: string, { flowNames, statuses }: FixtureLibrary): CliError {
  return new CliError('UNKNOWN_FIXTURE', `there is no status and no flow ${JSON.stringify(name)}`, {
    hint: hintFor(name, [...flowNames, ...statuses]),
  })
}

async function validate(flags: Flags, context: Context): Promise<ExitCode> {
  const library = await openFixtures(flags, context)
  const { checked, problems } = await validateFixtures(library, Object.fromEntries(flags.var))
  const style = createStyle(context.stdout, context.env)
  for (const problem of problems) {
    context.stdout.write(
      flags.json === true
        ? errorRecord(problem, context.stdout.redact)
        : renderError(problem, style),
    )
  }
  const totals = { checked, broken: problems.length }
  context.stdout.write(
    flags.json === true
      ? toJsonLine({ type: 'summary', ...totals }, context.stdout.redact)
      : `${checked} fixtures checked, ${problems.length} broken\n`,
  )
  return problems.length === 0 ? 0 : 2
}
