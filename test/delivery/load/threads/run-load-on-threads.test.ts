import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { LoadProgress } from '../../../../src/contract/load-progress.ts'
import { CliError } from '../../../../src/contract/errors.ts'
import type {
  FromThread,
  ThreadPort,
  ToThread,
} from '../../../../src/delivery/load/threads/messages.ts'
import {
  runLoadOnThreads,
  type LoadThread,
  type ThreadedLoadOptions,
} from '../../../../src/delivery/load/threads/run-load-on-threads.ts'
import { serveLoad } from '../../../../src/delivery/load/threads/serve-load.ts'
import { runLoad } from '../../../../src/delivery/load/run-load.ts'
import { fixedToken, type SharedTokenSource } from '../../../../src/delivery/token-source.ts'
import type { Exchange } from '../../../../src/exchange/exchange.ts'
import { startEndpoint, startFixedEndpoint } from '../../../helpers/endpoint.ts'
import { loadOptionsFor, templatesOf, type SentNotification } from '../load-rig.ts'

type Port = MessageChannel['port1']

function portOf<Sent, Received>(port: Port): ThreadPort<Sent, Received> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  }
}

/** The two ends of a thread's line, with everything copied as between threads, in this thread. */
function threadStarter(exchange?: Exchange): { startThread: () => LoadThread; closed: string[] } {
  const closed: string[] = []
  const startThread = (): LoadThread => {
    const { port1, port2 } = new MessageChannel()
    void loadOptionsFor('http://127.0.0.1/').then((means) =>
      serveLoad(portOf<FromThread, ToThread>(port2), {
        ...means,
        exchange: exchange ?? means.exchange,
      }),
    )
    return {
      ...portOf<ToThread, FromThread>(port1),
      died: new Promise(() => {}),
      close: async () => {
        closed.push('closed')
        port1.close()
      },
    }
  }
  return { startThread, closed }
}

async function optionsFor(
  url: string,
  more: Partial<ThreadedLoadOptions> = {},
): Promise<ThreadedLoadOptions> {
  const { exchange: _, onProgress: __, ...options } = await loadOptionsFor(url)
  return {
    ...options,
    ...threadStarter(),
    workers: 2,
    tokens: fixedToken(null),
    ...more,
  }
}

test('threads share the sessions out, keep their order, and report as one', async () => {
  const order = new Map<string, string[]>()
  const endpoint = await startEndpoint((response, { body }) => {
    const { interviewId, onboardingStatus } = JSON.parse(body.toString()) as SentNotification
    order.set(interviewId, [...(order.get(interviewId) ?? []), onboardingStatus])
    response.writeHead(onboardingStatus === 'B' ? 500 : 204).end()
  })
  const starter = threadStarter()
  const told: LoadProgress[] = []
  const report = await runLoadOnThreads(
    await optionsFor(endpoint.url, {
      ...starter,
      templates: await templatesOf({ three: ['A', 'B', 'C'] }),
      model: { kind: 'closed', concurrency: 5 },
      sessions: 31,
      workers: 3,
      onProgress: (progress) => told.push(progress),
    }),
  )
  expect([...order.values()]).toEqual(Array.from({ length: 31 }, () => ['A', 'B', 'C']))
  expect(report).toMatchObject({
    workers: 3,
    sessions: { started: 31, finished: 31 },
    attempts: 93,
    acknowledged: 62,
    rejected: 31,
    reasons: { WRONG_STATUS: 31 },
    latency: { count: 93 },
    isInterrupted: false,
  })
  expect(report.byStatus.map(({ latency }) => latency.count)).toEqual([31, 31, 31])
  expect(told.at(-1)).toMatchObject({
    sessions: { started: 31, finished: 31, inFlight: 0 },
    attempts: 93,
    reasons: { WRONG_STATUS: 31 },
    share: expect.closeTo(1, 6),
  })
  expect(told.at(-1)?.p99).toBeGreaterThan(0)
  expect(starter.closed).toHaveLength(3)
})

test('the same seed sends the same flows from one thread and from many', async () => {
  const templates = await templatesOf({ a: ['A'], b: ['B'], c: ['C'] })
  const count = async (run: (url: string) => Promise<unknown>): Promise<string> => {
    const { url, received } = await startFixedEndpoint(204)
    await run(url)
    const statuses = received.map(
      ({ body }) => (JSON.parse(body.toString()) as SentNotification).onboardingStatus,
    )
    return statuses.sort().join('')
  }
  const shape = { templates, sessions: 60, seed: 5, duplicate: 0.2 }
  const model = { kind: 'open', ratePerSecond: 1000 } as const
  const alone = await count(async (url) => runLoad(await loadOptionsFor(url, { ...shape, model })))
  const shared = await count(async (url) =>
    runLoadOnThreads(await optionsFor(url, { ...shape, model, workers: 3 })),
  )
  expect(shared).toBe(alone)
})

test('no more threads are started than sessions may be in flight', async () => {
  const { url } = await startFixedEndpoint(204)
  const model = { kind: 'closed', concurrency: 2 } as const
  const report = await runLoadOnThreads(await optionsFor(url, { model, workers: 8, sessions: 4 }))
  expect(report).toMatchObject({ workers: 2, attempts: 4 })
})

test('O8: all threads together make one token request', async () => {
  let requests = 0
  let pending: Promise<string> | null = null
  const request = async (): Promise<string> => {
    requests += 1
    return 'one-for-all'
  }
  const tokens: SharedTokenSource = {
    get: async () => (pending ??= request()),
    refuse: () => false,
    firmForMs: () => 0,
  }
  const { url, received } = await startFixedEndpoint(204)
  const model = { kind: 'closed', concurrency: 20 } as const
  await runLoadOnThreads(await optionsFor(url, { tokens, model, workers: 2, sessions: 40 }))
  expect(requests).toBe(1)
  expect(new Set(received.map(({ headers }) => headers['authorization']))).toEqual(
    new Set(['Bearer one-for-all']),
  )
})

test('a refused token is renewed by the main thread, and the new one goes out', async () => {
  let current = 1
  const tokens: SharedTokenSource = {
    get: async () => `token-${current}`,
    refuse: (token) => {
      if (token === `token-${current}`) current += 1
      return true
    },
    firmForMs: () => 0,
  }
  const endpoint = await startEndpoint((response, { headers }) => {
    response.writeHead(headers['authorization'] === 'Bearer token-1' ? 401 : 204).end()
  })
  const report = await runLoadOnThreads(await optionsFor(endpoint.url, { tokens, sessions: 6 }))
  expect({ acknowledged: report.acknowledged, current }).toEqual({ acknowledged: 6, current: 2 })
})

test('a token that cannot be had is a reason, as with one thread', async () => {
  const tokens: SharedTokenSource = {
    get: async () =>
      Promise.reject(new CliError('TOKEN_REFUSED', 'no', { exitCode: 3, hint: 'h' })),
    refuse: () => false,
    firmForMs: () => 0,
  }
  const { url, received } = await startFixedEndpoint(204)
  const report = await runLoadOnThreads(await optionsFor(url, { tokens, sessions: 2 }))
  expect(report).toMatchObject({ attempts: 2, reasons: { TOKEN: 2 }, latency: { count: 0 } })
  expect(received).toEqual([])
})

test('an interruption stops all threads, and gives what they have', async () => {
  const controller = new AbortController()
  let hanging = 0
  const { url } = await startEndpoint((_, { body }) => {
    if (body.length > 0) hanging += 1
    if (hanging === 4) controller.abort(new Error('stop'))
  })
  const report = await runLoadOnThreads(
    await optionsFor(url, {
      model: { kind: 'closed', concurrency: 4 },
      sessions: 100,
      signal: controller.signal,
    }),
  )
  expect(report).toMatchObject({
    isInterrupted: true,
    sessions: { started: 4, finished: 0 },
    attempts: 0,
    unanswered: 4,
  })
})

test('a run that was interrupted before sends nothing', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const signal = AbortSignal.abort(new Error('stop'))
  const report = await runLoadOnThreads(await optionsFor(url, { signal, sessions: 100_000 }))
  expect(report.isInterrupted).toBe(true)
  expect(received).toEqual([])
})

test('an interruption reaches a thread that waits for a token', async () => {
  const controller = new AbortController()
  const tokens: SharedTokenSource = {
    get: async () => {
      setImmediate(() => controller.abort(new Error('stop')))
      return new Promise(() => {})
    },
    refuse: () => false,
    firmForMs: () => 0,
  }
  const { url } = await startFixedEndpoint(204)
  const { signal } = controller
  const report = await runLoadOnThreads(await optionsFor(url, { tokens, signal, sessions: 10 }))
  expect(report).toMatchObject({ isInterrupted: true, attempts: 0 })
})

test('a bug in one thread ends the run, and closes all', async () => {
  let calls = 0
  const starter = threadStarter(async ({ signal }) => {
    calls += 1
    if (calls === 2) throw new Error('a bug')
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
    })
  })
  const options = await optionsFor('http://127.0.0.1:9/', {
    ...starter,
    model: { kind: 'closed', concurrency: 2 },
    sessions: 2,
  })
  await expect(runLoadOnThreads(options)).rejects.toThrow('a thread failed: Error: a bug')
  expect(starter.closed).toHaveLength(2)
})

test('a thread that dies ends the run', async () => {
  const startThread = (): LoadThread => ({
    post: () => {},
    onMessage: () => {},
    died: Promise.reject(new Error('out of memory')),
    close: async () => {},
  })
  const options = await optionsFor('http://127.0.0.1:9/', { startThread })
  await expect(runLoadOnThreads(options)).rejects.toThrow('out of memory')
})
