import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingResult } from '../../../src/contract/finding.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import type { RuleGroup } from '../../../src/contract/rules/rule.ts'
import { healthy } from '../../endpoints/healthy.ts'
import { healthyBut, type Slip } from '../../endpoints/healthy-but.ts'
import { startMortal, type Listener, type MortalServer } from '../../endpoints/mortal-server.ts'
import { flawsOf, resultsOf, runRules, type Setup } from '../run-rules.ts'

export const TOKEN = 'the-right-token-of-pairs'
/** As long as the right one: whoever looks at the length alone takes it. */
export const EXPIRED = 'an-expired-token-of-pair'
export const SHOP = 'one'
const REQUIRED = { token: TOKEN, headers: { 'x-shop': SHOP } }

/** The healthy endpoint. */
export const WELL: Listener = healthy(REQUIRED)

/** Starts an endpoint that is gone when `atEnd` has it. */
export type Start = (atEnd: (end: () => void) => void) => Promise<MortalServer>

/** The endpoint that breaks one rule; the one that passes it is the healthy one. */
export interface Pair {
  readonly start: Start
  /** @default 'fail' */
  readonly result?: FindingResult
  readonly says: RegExp
  /** Rules in which the same mistake must show as well, and why it must. */
  readonly alsoShows?: Readonly<Record<string, string>>
  /** What is unusual about the run. */
  readonly setup?: Setup
}

export type Pairs = Readonly<Record<string, Pair>>

/** An endpoint that is healthy but for a slip; made anew for each run, because a slip may remember. */
export function slips(make: () => Slip): Start {
  return async (atEnd) => startMortal(healthyBut(make(), REQUIRED), { atEnd })
}

/** An endpoint that is healthy but for what is done to its listener. */
export function differs(change: (well: Listener) => Listener): Start {
  return async (atEnd) => startMortal(change(WELL), { atEnd })
}

const SETUP: Setup = { token: TOKEN, expiredToken: EXPIRED, headers: [['X-Shop', SHOP]] }

/** Half of all requests: plain notifications, which in smaller numbers are in other rules of their group as well. */
const MANY = ['SUR-FLOWS', 'SUR-INTERLEAVED', 'SUR-BURST']

/** All rules; the large ones only where they are what it is about. */
function triedFor(group: RuleGroup): string[] {
  const ids = RULES.map(({ id }) => id)
  return group === 'survives' ? ids : ids.filter((id) => !MANY.includes(id))
}

/** Tests that the healthy endpoint passes each rule of a group, and that each pair breaks its rule and no other. */
export function testPairs(group: RuleGroup, pairs: Pairs): void {
  const setup = { ...SETUP, only: triedFor(group) }
  let passing: Record<string, FindingResult> = {}
  beforeAll(async () => {
    const server = await startMortal(WELL, { atEnd: afterAll })
    passing = resultsOf(await runRules(server.url, setup))
  })

  test(`every rule of "${group}" has its pair`, () => {
    const ids = RULES.filter((rule) => rule.group === group).map(({ id }) => id)
    expect(Object.keys(pairs).sort()).toEqual(ids.sort())
  })

  // Side by side, because most of a run is waiting.
  test.concurrent.for(Object.entries(pairs))(
    '%s: passes, and is broken alone',
    async ([id, pair], { onTestFinished }) => {
      expect(passing[id]).toBe('pass')
      const server = await pair.start(onTestFinished)
      const revival = { restart: server.restart, waitMs: 5000 }
      const result = await runRules(server.url, { ...setup, revival, ...pair.setup })
      const found = result.results.find(({ rule }) => rule.id === id)?.finding
      expect(found).toMatchObject({
        result: pair.result ?? 'fail',
        advice: expect.any(String) as string,
      })
      expect(found?.message).toMatch(pair.says)
      expect(Object.keys(flawsOf(result)).sort()).toEqual(
        [id, ...Object.keys(pair.alsoShows ?? {})].sort(),
      )
    },
  )
}
