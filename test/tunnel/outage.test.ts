import { test } from 'vitest'
import { expectSparingOutage } from './table-t/l10-outage.ts'

test('a relay that is away for a quarter of an hour is asked once in five seconds at most, and the tunnel is back when it is (L10, relay dead, short)', async () => {
  await expectSparingOutage(900_000)
})
