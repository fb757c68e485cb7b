import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { readAnswerTrace, STRACE_FLAGS } from './load/answer-trace.ts'
import { startListen } from './load/listen-process.ts'
import { sendLoad } from './load/start-load.ts'

const bin = builtCopy()
const hasStrace = spawnSync('strace', ['-f', 'true']).status === 0

test.skipIf(!hasStrace)(
  `1,000 requests: no 2xx before the sync of its record (L2)${hasStrace ? '' : ': skipped, strace cannot run here'}`,
  async () => {
    const dir = makeTempDir()
    const trace = join(dir, 'trace')
    const before = ['strace', ...STRACE_FLAGS, '-o', trace]
    const listen = await startListen({ bin, journal: join(dir, 'j.ndjson'), before })
    const { port } = listen
    const report = await sendLoad({ port, connections: 32, count: 1000, maxMs: 60_000 })
    await listen.end('SIGTERM')
    expect(report.failures).toEqual({})
    const { acknowledged, ...rest } = readAnswerTrace(readFileSync(trace, 'utf8'), 'j.ndjson')
    expect(rest).toMatchObject({ early: [], unasked: 0 })
    expect([...acknowledged].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index + 1),
    )
  },
  60_000,
)

const FILE = 'j.ndjson'
const line = (text: string, thread = 17): string => `${thread} ${text}\n`
const asked = (id: number, socket = 21): string =>
  line(
    `read(${socket}<socket:[9${socket}]>, "POST / HTTP/1.1\\r\\n\\r\\n{\\"interviewId\\":\\"load-${id}\\"}", 65536) = 60`,
  )
const record = (id: number): string =>
  `{\\"type\\":\\"request\\",\\"interviewId\\":\\"load-${id}\\"}\\n`
const written = (...ids: number[]): string =>
  line(`write(20</a/${FILE}>, "${ids.map(record).join('')}", 9) = 9`)
const synced = line(`fdatasync(20</a/${FILE}>) = 0`)
const syncBegun = line(`fdatasync(20</a/${FILE}> <unfinished ...>`, 18)
const syncEnded = line('<... fdatasync resumed>) = 0', 18)
const answered = (httpStatus: number, socket = 21): string =>
  line(
    `write(${socket}<socket:[9${socket}]>, "HTTP/1.1 ${httpStatus} No Content\\r\\n\\r\\n", 30) = 30`,
  )

test.each<[string, string, number[]]>([
  ['in order', asked(1) + written(1) + synced + answered(204), []],
  ['no sync at all', asked(1) + written(1) + answered(204), [1]],
  ['a sync after the answer', asked(1) + written(1) + answered(204) + synced, [1]],
  ['a sync before the record', asked(1) + synced + written(1) + answered(204), [1]],
  ['no record', asked(1) + synced + answered(204), [1]],
  ['a sync that has not ended', asked(1) + written(1) + syncBegun + answered(204) + syncEnded, [1]],
  ['a sync that began early', asked(1) + syncBegun + written(1) + syncEnded + answered(204), [1]],
  ['an early refusal', asked(1) + answered(503), []],
  [
    'one of two connections, the other record',
    asked(1) + asked(2, 22) + written(1) + synced + answered(204, 22) + answered(204),
    [2],
  ],
  [
    'the second request of a connection',
    asked(1) + written(1) + synced + answered(204) + asked(2) + written(2) + answered(204),
    [2],
  ],
  [
    'the second of one packet',
    asked(1) + asked(2) + written(1) + synced + written(2) + answered(204) + answered(204),
    [2],
  ],
  ['both in one batch', asked(1) + asked(2) + written(1, 2) + synced + answered(204).repeat(2), []],
])('the reading of a trace finds answers that came early: %s', (_, trace, early) => {
  expect(readAnswerTrace(trace, FILE)).toMatchObject({ early, unasked: 0 })
})

test('the reading of a trace counts answers that nobody asked for, and reads that were interrupted', () => {
  const begun = line('read(21<socket:[921]>,  <unfinished ...>', 18)
  const ended = line('<... read resumed>"{\\"interviewId\\":\\"load-7\\"}", 65536) = 40', 18)
  const trace = begun + answered(204, 30) + ended + written(7) + synced + answered(201)
  expect(readAnswerTrace(trace, FILE)).toEqual({
    acknowledged: [7],
    early: [],
    unasked: 1,
    syncs: 1,
  })
})
