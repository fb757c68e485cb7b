import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { readyRecord } from '../../report/json/records.ts'
import type { Ready } from '../../report/ready.ts'

/** A file that says where the receiver is, for a script that waits for it. */
export interface ReadyFile {
  /** Writes the ready record, whole or not at all. */
  readonly write: (ready: Ready) => Promise<void>
  /** Takes it away: nobody is ready any more. */
  readonly remove: () => Promise<void>
}

/**
 * The file of `--ready-file`; one that an earlier run left is taken away first. Every call throws
 * `READY_FILE`, exit 3, where it cannot be done.
 */
export async function openReadyFile(
  path: string | undefined,
  { cwd, pid }: Context,
): Promise<ReadyFile> {
  if (path === undefined) return { write: async () => {}, remove: async () => {} }
  const place = resolve(cwd, path)
  const remove = async (): Promise<void> => orExplain(place, rm(place, { force: true }))
  await remove()
  return {
    remove,
    write: async (ready) => {
      const text = `${JSON.stringify(readyRecord(ready, pid))}\n`
      await orExplain(place, writeFileAtomic(place, text, { mode: 0o600 }))
    },
  }
}

async function orExplain(path: string, work: Promise<void>): Promise<void> {
  await work.catch((cause: unknown) => {
    const message = `the ready file ${path} cannot be written: ${(cause as Error).message}`
    const hint = '--ready-file names a file in a folder that exists'
    throw new CliError('READY_FILE', message, { exitCode: 3, hint, cause })
  })
}
