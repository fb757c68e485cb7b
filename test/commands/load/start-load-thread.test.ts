import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { startLoadThread } from '../../../src/commands/load/start-load-thread.ts'
import { runLoadOnThreads } from '../../../src/delivery/load/threads/run-load-on-threads.ts'
import { loadOptionsFor, templatesOf, type SentNotification } from '../../delivery/load/load-rig.ts'
import { bundleOnce } from '../../helpers/bundle.ts'
import { startEndpoint } from '../../helpers/endpoint.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const bundled = bundleOnce(new URL('../../../src/load-thread.ts', import.meta.url))

async function runOn(program: string, url: string, signal = new AbortController().signal) {
  const { exchange: _, onProgress: __, ...options } = await loadOptionsFor(url)
  return runLoadOnThreads({
    ...options,
    templates: await templatesOf({ two: ['A', 'B'] }),
    model: { kind: 'closed', concurrency: 6 },
    sessions: 20,
    signal,
    workers: 2,
    renewsTokens: false,
    connections: 6,
    startThread: () => startLoadThread(pathToFileURL(program)),
  })
}

test('threads of their own send the sessions in order, and report as one', async () => {
  const order = new Map<string, string>()
  const endpoint = await startEndpoint((response, { body }) => {
    const { interviewId, onboardingStatus } = JSON.parse(body.toString()) as SentNotification
    order.set(interviewId, (order.get(interviewId) ?? '') + onboardingStatus)
    response.writeHead(204).end()
  })
  const report = await runOn(await bundled(), endpoint.url)
  expect([...order.values()]).toEqual(Array.from({ length: 20 }, () => 'AB'))
  expect(report).toMatchObject({ workers: 2, attempts: 40, acknowledged: 40, isInterrupted: false })
})

test('an interruption ends threads of their own', async () => {
  const controller = new AbortController()
  let hanging = 0
  const { url } = await startEndpoint(() => {
    hanging += 1
    if (hanging === 6) controller.abort(new Error('stop'))
  })
  const report = await runOn(await bundled(), url, controller.signal)
  expect(report).toMatchObject({ isInterrupted: true, attempts: 0, unanswered: 6 })
})

test.each([
  ["throw new Error('broken')", 'broken'],
  ['process.exit(7)', 'a thread of load ended by itself (7)'],
])('a thread that ends by %s ends the run', async (code, message) => {
  const program = join(makeTempDir(), 'program.mjs')
  writeFileSync(program, code)
  await expect(runOn(program, 'http://127.0.0.1:9/')).rejects.toThrow(message)
})
