import type { CommandDefinition } from './command.ts'
import { exportJournal } from './journal/export.ts'
import { list } from './journal/list.ts'
import { show } from './journal/show.ts'
import { verify } from './journal/verify.ts'

/** `hookstep journal`: reads what `listen` has kept. */
export const journal: CommandDefinition = (program, context, finish) => {
  const group = program
    .command('journal')
    .summary('list, show, check and export what was received')
    .description(
      'Reads the journals that hookstep listen writes. Without a file each command takes the newest one ' +
        'of the default place. Nothing here changes a journal.',
    )
  for (const define of [list, show, verify, exportJournal]) define(group, context, finish)
}
