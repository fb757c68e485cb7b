/**
 * A process that writes to a journal, for tests that kill it, trace it or limit it. It acknowledges on
 * standard output, one line at a time, after `append` has resolved: `ack 17`, or the code of the error.
 */
import { writeSync } from 'node:fs'
import { openJournal, type Journal } from '../../src/journal/journal.ts'
import type { RequestRecord } from '../../src/journal/record.ts'

/** `flood`: clients and count. `drip`: one record every few ms, for ever. `hold`: open, and nothing. */
export type ChildMode = 'flood' | 'drip' | 'hold'

const CLOCK = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(new Error('aborted'))
      })
    }),
}

async function runChild({ argv, pid }: NodeJS.Process): Promise<void> {
  const [, , mode, path = '', clients = '1', count = 'Infinity'] = argv
  const startedAt = performance.now()
  try {
    const onEvent = (event: { kind: string }): void => say(`event ${event.kind}`)
    const journal = await openJournal({ path, clock: CLOCK, pid, onEvent })
    say(`open ${journal.lastSeq} ${performance.now() - startedAt}`)
    if (mode === 'flood') await flood(journal, Number(clients), Number(count))
    if (mode === 'drip') await drip(journal)
    if (mode === 'hold') await CLOCK.sleep(60_000)
    await journal.close()
  } catch (error) {
    say(`error ${(error as { code?: string }).code} ${(error as Error).message}`)
  }
}

async function flood(journal: Journal, clients: number, count: number): Promise<void> {
  let left = count
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await appendNext(journal)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

async function drip(journal: Journal): Promise<void> {
  for (;;) {
    await Promise.all([1, 2, 3, 4].map(async () => appendNext(journal)))
    await CLOCK.sleep(5)
  }
}

async function appendNext(journal: Journal): Promise<void> {
  const seq = journal.lastSeq + 1
  await journal.append(record(seq)).then(
    () => say(`ack ${seq}`),
    (error: { code: string }) => say(`${error.code} ${seq}`),
  )
}

function record(seq: number): RequestRecord {
  const body = Buffer.from(`{"n":${seq},"padding":"${'x'.repeat(seq % 300)}"}`)
  return {
    type: 'request',
    seq,
    receivedAt: new Date(),
    method: 'POST',
    path: '/webhook',
    httpVersion: '1.1',
    rawHeaders: [['Host', '127.0.0.1']],
    sizeBytes: body.length,
    body,
    verdict: { kind: 'refused', code: 'bad_field', detail: '' },
    answer: { httpStatus: 204 },
  }
}

/** Synchronous: what is said is said, whenever the process dies. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}

await runChild(process)
