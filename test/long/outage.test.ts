import { test } from 'vitest'
import { expectSparingOutage } from '../tunnel/table-t/l10-outage.ts'

test('a relay that is away for an hour is asked once in five seconds at most, and the tunnel is back when it is (L10, relay dead 1 h)', async () => {
  await expectSparingOutage(3_600_000)
})
