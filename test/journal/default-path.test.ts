import { homedir } from 'node:os'
import { expect, test } from 'vitest'
import { defaultJournalPath } from '../../src/journal/default-path.ts'

const NOW = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))
const FILE = 'hookstep/2026-01-02T03-04-05-678Z.ndjson'

test.each([
  [{ XDG_STATE_HOME: '/state', HOME: '/home/a' }, `/state/${FILE}`],
  [{ HOME: '/home/a' }, `/home/a/.local/state/${FILE}`],
  [{ XDG_STATE_HOME: 'relative', HOME: '/home/a' }, `/home/a/.local/state/${FILE}`],
  [{ XDG_STATE_HOME: '', HOME: '' }, `${homedir()}/.local/state/${FILE}`],
  [{}, `${homedir()}/.local/state/${FILE}`],
])('the journal of a run with %j is %s', (env, path) => {
  expect(defaultJournalPath(env, NOW)).toBe(path)
})
