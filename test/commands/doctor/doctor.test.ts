import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { fail, pass, type Check } from '../../../src/commands/doctor/check.ts'
import { CHECKS } from '../../../src/commands/doctor/checks.ts'
import { runCheck } from '../../../src/commands/doctor/run-checks.ts'
import { toSubject, type Subject } from '../../../src/commands/doctor/subject.ts'
import { addDoctorFlags } from '../../../src/commands/doctor/doctor-flags.ts'
import { renderFinding } from '../../../src/report/doctor/finding-lines.ts'
import { createStyle } from '../../../src/report/style.ts'
import { findClosedPort, startEndpoint } from '../../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { createTestContext, type TestContextOptions } from '../../helpers/test-context.ts'
import { examine, folderWith, NOVEMBER } from './rig.ts'

test('the list of checks and their folder agree, and every rule is the name of its file', () => {
  const files = readdirSync('src/commands/doctor/checks').map((name) => name.replace(/\.ts$/, ''))
  const rules = CHECKS.map(({ rule }) => rule)
  expect(rules.toSorted()).toEqual(files.toSorted())
  expect(new Set(CHECKS.map(({ title }) => title)).size).toBe(CHECKS.length)
})

test('--json prints a finding for every check, in the order of the list, and a summary', async () => {
  const { findings, summary, exitCode } = await examine(['--offline'])
  expect(findings.map(({ rule }) => rule)).toEqual(CHECKS.map(({ rule }) => rule))
  for (const finding of findings) {
    expect(finding).toEqual({
      type: 'finding',
      rule: expect.any(String) as string,
      severity: expect.stringMatching(/^(required|recommended|information)$/) as string,
      result: expect.stringMatching(/^(pass|skipped)$/) as string,
      message: expect.any(String) as string,
      advice: null,
      evidence: expect.any(Object) as object,
    })
  }
  expect(summary).toEqual({ type: 'summary', pass: 6, warn: 0, fail: 0, skipped: 5 })
  expect(exitCode).toBe(0)
})

test('when endpoint and machine failed, the machine counts: exit 3', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}`
  expect((await examine([url])).exitCode).toBe(1)
  const { exitCode, summary } = await examine([url], { machine: { nodeVersion: '18.0.0' } })
  expect(exitCode).toBe(3)
  expect(summary).toMatchObject({ fail: 2 })
})

test('a word too many and a flag that is none are wrong usage', async () => {
  expect((await runCli(['doctor', 'http://a/', 'b'])).exitCode).toBe(2)
  expect((await runCli(['doctor', '--port', '99999'])).exitCode).toBe(2)
})

test('a public relay is announced before it is asked', async () => {
  const cli = startCli(['doctor', '--tunnel-host', 'https://relay.invalid', '--port', '0'])
  const { stdout, stderr } = await cli.done
  expect(stderr).toMatch(/^note: asking https:\/\/relay\.invalid .*\n +try: --offline/)
  expect(stdout).toContain('asked https://relay.invalid: no answer')
})

test('Ctrl+C ends it with exit 130, and says what was not looked at', async () => {
  let interrupt = (): void => {}
  const { port } = await startEndpoint(() => interrupt())
  const argv = ['doctor', '--json', '--port', '0', '--tunnel-host', `http://127.0.0.1:${port}`]
  const cli = startCli(argv, { cwd: makeTempDir() })
  interrupt = cli.interrupt
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(130)
  for (const rule of ['relay', 'clock', 'tunnel']) {
    const finding = jsonLines(stdout).find((each) => each['rule'] === rule)
    expect(finding).toMatchObject({ result: 'skipped', message: 'interrupted' })
  }
})

function makeSubject(options: TestContextOptions = {}): Subject {
  const { context } = createTestContext(options)
  const command = addDoctorFlags(new Command('doctor'))
  return toSubject({ program: command, command, context })
}

const CHECK: Check = {
  rule: 'made-up',
  title: 'Made up',
  severity: 'required',
  concerns: 'machine',
  run: async () => pass('fine'),
}

test.each([
  ['an error', new Error('no such thing'), 'no such thing'],
  ['something else', 'a text', 'a text'],
])('a check that throws %s has failed with its reason', async (_, thrown, reason) => {
  const run: Check['run'] = async () => {
    throw thrown
  }
  const { finding } = await runCheck({ ...CHECK, run }, makeSubject())
  expect(finding).toMatchObject({ result: 'fail', message: `could not be checked: ${reason}` })
})

test('a check that does not end has failed when its time is over', async () => {
  const run: Check['run'] = async (_, signal) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(pass('too late')))
    })
  const { finding } = await runCheck({ ...CHECK, run, limitMs: () => 20 }, makeSubject())
  expect(finding).toMatchObject({
    result: 'fail',
    message: 'could not be checked: no answer within 0.02 s',
  })
})

test('as text, results, titles and what was found stand in columns, the mend below', async () => {
  const { stdout, exitCode } = await runCli(['doctor', '--tunnel', 'none', '--port', '0'], {
    cwd: folderWith({ prot: 1 }),
    clock: NOVEMBER,
    machine: { nodeVersion: '20.20.2' },
  })
  expect(exitCode).toBe(3)
  expect(stdout.replaceAll(/\/\S*\/hookstep/g, '…')).toMatchInlineSnapshot(`
    "warn     Node.js              20.20.2 works, and gets no security fixes any more: its support ended on 2026-04-30
                                  try: install Node.js 26, which is supported until 2029-04-30
    ok       Terminal             none: plain lines, no colour, no questions, no live view
    fail     Configuration        ….config.json: /prot: this key is not known
                                  try: did you mean port?
    ok       State folder         …, made at the first listen, 50.0 GiB free
    ok       Port                 0: listen takes a free one
    skipped  Endpoint DNS         no endpoint is given: hookstep doctor URL
    skipped  Endpoint connection  no endpoint is given: hookstep doctor URL
    skipped  Endpoint TLS         no endpoint is given: hookstep doctor URL
    skipped  Relay                --tunnel none: no relay is asked
    skipped  Clock                --tunnel none: no relay is asked
    skipped  Tunnel               --tunnel none

    3 ok, 1 warn, 1 fail, 6 skipped
    "
  `)
})

test.each([40, 80])('in %d columns no line is longer', async (columns) => {
  const { stdout } = await runCli(['doctor', '--tunnel', 'none', '--port', '0'], {
    columns,
    rows: 24,
    cwd: folderWith({ prot: 1 }),
    clock: NOVEMBER,
    machine: { nodeVersion: '20.20.2' },
    env: { LANG: 'C.UTF-8' },
  })
  const lines = stdout.split('\n')
  expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([])
  expect(stdout).toContain('\u001b[31mfail')
})

test('what a server says of itself reaches the terminal harmless', () => {
  const { context } = createTestContext()
  const finding = { rule: 'x', severity: 'required', ...fail('a\u001b[2J', 'b\u202e') } as const
  const text = renderFinding(finding, 'X', 1, createStyle(context.stdout, context.env))
  expect(text).toBe('fail     X  a\\x1b[2J\n            try: b\\u202e\n')
})

test('choosing doctor in the menu runs it without a question, also with a broken configuration', async () => {
  const cwd = folderWith({ prot: 1 })
  const env = { HOOKSTEP_OFFLINE: '1', HOOKSTEP_TUNNEL: 'none', HOOKSTEP_PORT: '0' }
  const { exitCode, stdout } = await runCli([], { answers: ['doctor'], cwd, env, clock: NOVEMBER })
  expect(exitCode).toBe(3)
  expect(stdout).toContain(`${join(cwd, 'hookstep.config.json')}: /prot`)
})
