import { expect, test } from 'vitest'
import { createOutageClock, createTunnelNews } from '../../src/report/listen/tunnel-news.ts'

test('each state is news once, and so is each reason within it (L10)', () => {
  const isNews = createTunnelNews()
  const told = [
    ['opening', 'asking x'],
    ['up', 'a probe came through'],
    ['down', 'refused'],
    ...Array.from({ length: 700 }, (_, index) => ['down', `try ${index + 1}: ECONNREFUSED`]),
    ['down', 'try 701: the relay answered 503'],
    ['reopened', 'the same public URL is back'],
    ['down', 'try 1: the relay answered 503'],
  ].filter(([state, detail]) =>
    isNews({ state: state as 'down', publicUrl: null, detail: detail as string }),
  )
  expect(told.map(([, detail]) => detail)).toEqual([
    'asking x',
    'a probe came through',
    'refused',
    'try 1: ECONNREFUSED',
    'try 701: the relay answered 503',
    'the same public URL is back',
    'try 1: the relay answered 503',
  ])
})

test('relays that are asked in turn are told of once each, until the state is another one (L10)', () => {
  const isNews = createTunnelNews()
  const inTurn = (state: 'opening' | 'down') =>
    Array.from({ length: 700 }, (_, index) => [state, `try ${index}: relay ${index % 2}`] as const)
  const told = [...inTurn('opening'), ...inTurn('down'), ['reopened', 'back'], ...inTurn('down')]
    .map(([state, detail]) => ({ state: state as 'down', publicUrl: null, detail }))
    .filter(isNews)
  expect(told.map(({ state, detail }) => `${state} ${detail}`)).toEqual([
    'opening try 0: relay 0',
    'opening try 1: relay 1',
    'down try 0: relay 0',
    'down try 1: relay 1',
    'reopened back',
    'down try 0: relay 0',
    'down try 1: relay 1',
  ])
})

test('an outage is told of with the time at which it began, until it is over (L10)', () => {
  const sinceWhenDown = createOutageClock()
  const publicUrl = 'http://my-name.localhost'
  const told = [
    ['opening', null],
    ['down', null],
    ['up', publicUrl],
    ['down', publicUrl],
    ['down', publicUrl],
    ['reopened', publicUrl],
    ['down', publicUrl],
  ].map(([state, url], index) =>
    sinceWhenDown({ state: state as 'down', publicUrl: url as null, detail: '' }, `at ${index}`),
  )
  expect(told).toEqual([null, null, null, 'at 3', 'at 3', null, 'at 6'])
})
