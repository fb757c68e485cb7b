import { expect, test } from 'vitest'
import { withoutUnwantedHarm, type Intent } from '../../../src/commands/check/harm-guard.ts'
import { chooseRules } from '../../../src/config/choose-rules.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { createTestContext } from '../../helpers/test-context.ts'

const RULES = chooseRules({ only: ['ACK-ID', 'REF-NULL'] })
const REMOTE: Intent = {
  rules: RULES,
  url: new URL('https://app.example.com/webhook'),
  isRemote: true,
  isAllowed: false,
}

const chosenWith = async (intent: Intent, answers?: readonly boolean[]) => {
  const { context, stderr } = createTestContext(answers === undefined ? {} : { answers })
  const rules = await withoutUnwantedHarm(intent, context)
  return { ids: rules.map(({ id }) => id), stderr: stderr.text }
}

test('without a terminal, a remote host is exit 2, and the mend is named', async () => {
  // TEST-NET-1 (RFC 5737): nothing would answer there, and nothing is sent.
  expect(await runCli(['check', 'http://192.0.2.1/'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr:
      'error[REMOTE_HOST]: 18 of the rules may end an endpoint, and 192.0.2.1 is remote\n  try: --yes, or --skip destructive\n',
  })
})

test('a person who says yes gets all rules, one who says no the harmless ones', async () => {
  expect((await chosenWith(REMOTE, [true])).ids).toEqual(RULES.map(({ id }) => id))
  const refused = await chosenWith(REMOTE, [false])
  expect(refused.ids).toEqual(['ACK-ID', 'SUR-RATE'])
  expect(refused.stderr).toBe(
    '? app.example.com is remote. Send it the 2 rules that may end it, too? false\n' +
      'note: the 2 rules that may end an endpoint are left out\n',
  )
})

test('nobody is asked with --yes, at home, or where nothing may do harm', async () => {
  const all = RULES.map(({ id }) => id)
  expect((await chosenWith({ ...REMOTE, isAllowed: true })).ids).toEqual(all)
  expect((await chosenWith({ ...REMOTE, isRemote: false })).ids).toEqual(all)
  expect((await chosenWith({ ...REMOTE, rules: RULES.slice(0, 1) })).ids).toEqual(['ACK-ID'])
})
