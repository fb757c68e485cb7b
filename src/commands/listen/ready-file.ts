import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { readyRecord } from '../../report/json/records.ts'
import type { Ready } from '../../report/ready.ts'
import { createBreak } from './create-break.ts'

/** A file that says where the receiver is, for a script that waits for it. */
export interface ReadyFile {
  /** Writes the ready record, whole or not at all. */
  readonly write: (ready: Ready) => Promise<void>
  /** Writes it again where the public URL is another one than before. */
  readonly renew: (ready: Ready) => void
  /** Never resolves; rejects when it could not be written again. */
  readonly broken: Promise<never>
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
  if (path === undefined) return createReadyFile(async () => {})
  const place = resolve(cwd, path)
  const put = async (ready: Ready | null): Promise<void> => {
    if (ready === null) return orExplain(place, rm(place, { force: true }))
    const text = `${JSON.stringify(readyRecord(ready, pid))}\n`
    await orExplain(place, writeFileAtomic(place, text, { mode: 0o600 }))
  }
  await put(null)
  return createReadyFile(put)
}

/** One after the other, so that what is last is true. */
function createReadyFile(put: (ready: Ready | null) => Promise<void>): ReadyFile {
  let told: string | null = null
  let settled: Promise<void> = Promise.resolve()
  const inTurn = async (ready: Ready | null): Promise<void> => {
    const done = settled.then(async () => put(ready))
    settled = done.catch(() => undefined)
    return done
  }
  const write = async (ready: Ready): Promise<void> => {
    told = ready.publicUrl
    return inTurn(ready)
  }
  const { broken, onError } = createBreak()
  return {
    write,
    renew: (ready) => {
      if (ready.publicUrl !== told) write(ready).catch(onError)
    },
    broken,
    remove: async () => inTurn(null),
  }
}

async function orExplain(path: string, work: Promise<void>): Promise<void> {
  await work.catch((cause: unknown) => {
    const message = `the ready file ${path} cannot be written: ${(cause as Error).message}`
    const hint = '--ready-file names a file in a folder that exists'
    throw new CliError('READY_FILE', message, { exitCode: 3, hint, cause })
  })
}
