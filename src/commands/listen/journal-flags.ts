import type { Command } from 'commander'

export interface JournalFlags {
  /** The file; false for none; undefined for one of its own in the default place. */
  readonly journal?: string | false
}

/** Adds the flags that say where what is received is kept. */
export function addJournalFlags(command: Command): Command {
  return command
    .option(
      '--journal <file>',
      "keep what is received in this file, and go on with it where it exists (default: a new file in the user's state folder)",
    )
    .option('--no-journal', 'keep nothing')
}
