import { expect, test } from 'vitest'
import { FIRST_VIEW, press, type LiveView } from '../../../src/report/live/live-view.ts'

const PLACE = { seqs: [3, 5, 8, 9], pageRows: 2, maxScroll: 4 }

function pressAll(view: LiveView, ...names: string[]): LiveView {
  return names.reduce(
    (before, name) => press(before, { name, text: name.length === 1 ? name : '' }, PLACE).view,
    view,
  )
}

test.each([
  [['up'], 8],
  [['k', 'k'], 5],
  [['home'], 3],
  [['home', 'up'], 3],
  [['pageup'], 5],
  [['home', 'down'], 5],
  [['home', 'j', 'j', 'j'], null],
  [['home', 'end'], null],
  [['down'], null],
  [['home', 'pagedown'], 8],
  [['up', 'escape'], null],
])('in the list, %j selects %j', (keys, selectedSeq) => {
  expect(pressAll(FIRST_VIEW, ...keys)).toEqual({ ...FIRST_VIEW, selectedSeq })
})

test('a request that is gone from the list is followed by the first one that is there', () => {
  expect(pressAll({ ...FIRST_VIEW, selectedSeq: 1 }, 'down').selectedSeq).toBe(3)
})

test.each([
  [['return'], 'details'],
  [['tab'], 'sessions'],
  [['tab', 'tab'], 'requests'],
  [['?'], 'help'],
  [['?', '?'], 'requests'],
  [['return', 'escape'], 'requests'],
  [['c'], 'curl'],
  [['c', 'backspace'], 'requests'],
  [['tab', 'return'], 'sessions'],
  [['x'], 'requests'],
] as const)('%j shows the page %s', (keys, page) => {
  expect(pressAll(FIRST_VIEW, ...keys).page).toBe(page)
})

test.each([['return'], ['c'], ['r']])(
  '%s keeps the request that was on the screen, whatever comes in',
  (name) => expect(pressAll(FIRST_VIEW, name).selectedSeq).toBe(9),
)

test('a page is scrolled no further than its ends', () => {
  const page = pressAll(FIRST_VIEW, '?')
  expect(pressAll(page, 'up').scroll).toBe(0)
  expect(pressAll(page, 'down', 'pagedown').scroll).toBe(3)
  expect(pressAll(page, 'end').scroll).toBe(4)
  expect(pressAll(page, 'end', 'up').scroll).toBe(3)
  expect(pressAll(page, 'end', 'escape').scroll).toBe(0)
})

test.each([
  ['r', 'replay'],
  ['c', 'copy'],
  ['o', 'open'],
  ['q', 'quit'],
  ['x', null],
])('%s asks for %j', (name, effect) => {
  expect(press(FIRST_VIEW, { name, text: name }, PLACE).effect).toBe(effect)
})

test('while the filter is typed, every key is a letter of it', () => {
  const typing = pressAll(FIRST_VIEW, 'up', '/', 'q', 'r', 'x', 'backspace', 'up')
  expect(typing).toEqual({ ...FIRST_VIEW, filter: 'qr', isTyping: true })
  expect(press(typing, { name: 'q', text: 'q' }, PLACE).effect).toBeNull()
  expect(pressAll(typing, 'return')).toMatchObject({ filter: 'qr', isTyping: false })
  expect(pressAll(typing, 'return', 'escape')).toMatchObject({ filter: '', isTyping: false })
  expect(pressAll(typing, 'escape')).toMatchObject({ filter: '', isTyping: false })
})
