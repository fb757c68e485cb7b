import { expect, test } from 'vitest'
import { createAccessTokenSource } from '../../src/delivery/oauth/access-token-source.ts'

function sourceWith(lifetimeMs: number, keepOnRefusal = false) {
  const state = { nowMs: 0, requests: 0, told: [] as string[] }
  const source = createAccessTokenSource({
    request: async () => {
      state.requests += 1
      await new Promise((resolve) => setImmediate(resolve))
      return { value: `t${state.requests}`, lifetimeMs }
    },
    clock: { monotonicMs: () => state.nowMs },
    keepOnRefusal,
    onToken: (token) => state.told.push(token),
  })
  return { source, state }
}

test('O8: two hundred that wait make one request, at the start and at each expiry', async () => {
  const { source, state } = sourceWith(600_000)
  const ask = () => Promise.all(Array.from({ length: 200 }, () => source.get()))
  expect(new Set(await ask())).toEqual(new Set(['t1']))
  state.nowMs = 570_000
  expect(new Set(await ask())).toEqual(new Set(['t2']))
  expect(state).toMatchObject({ requests: 2, told: ['t1', 't2'] })
})

test('a token is renewed 30 s before it expires, or a tenth of its life before', async () => {
  const long = sourceWith(600_000)
  await long.source.get()
  long.state.nowMs = 569_999
  expect(await long.source.get()).toBe('t1')
  const short = sourceWith(60_000)
  await short.source.get()
  short.state.nowMs = 53_999
  expect(await short.source.get()).toBe('t1')
  short.state.nowMs = 54_000
  expect(await short.source.get()).toBe('t2')
})

test('a refusal of an old token does not throw the new one away', async () => {
  const { source } = sourceWith(600_000)
  await source.get()
  expect(source.refuse('t1')).toBe(true)
  expect(await source.get()).toBe('t2')
  expect(source.refuse('t1')).toBe(true)
  expect(await source.get()).toBe('t2')
})

test('a token is kept after a refusal where that is asked for', async () => {
  const { source } = sourceWith(600_000, true)
  await source.get()
  expect(source.refuse('t1')).toBe(false)
})

test('a failed request is not remembered', async () => {
  let requests = 0
  const source = createAccessTokenSource({
    request: async () => {
      requests += 1
      if (requests === 1) throw new Error('down')
      return { value: 'ok', lifetimeMs: 1000 }
    },
    clock: { monotonicMs: () => 0 },
    keepOnRefusal: false,
    onToken: () => {},
  })
  await expect(source.get()).rejects.toThrow('down')
  expect(await source.get()).toBe('ok')
})
