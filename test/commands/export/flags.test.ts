import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'

const ENDPOINT = 'http://127.0.0.1:9/webhook'
const CANARY = 'canary-0123456789'

describe.each([
  ['k6', 'load.js'],
  ['artillery', 'load.yml'],
])('export %s', (engine, file) => {
  const run = async (cwd: string, argv: readonly string[], env: Record<string, string> = {}) =>
    runCli(['export', engine, ...argv, '-o', file], { cwd, env })

  test.each([
    [[], 'MISSING_URL'],
    [['ftp://127.0.0.1/'], 'BAD_URL'],
    [[ENDPOINT, '--flow', 'nobody'], 'UNKNOWN_FLOW'],
    [[ENDPOINT, '--flow', 'id=0'], 'BAD_MIX'],
    [[ENDPOINT, '--rate', '0'], 'BAD_NUMBER'],
    [[ENDPOINT, '--duration', '999ms'], 'BAD_DURATION'],
    [[ENDPOINT, '--pace', 'slow'], 'BAD_DURATION'],
    [[ENDPOINT, '--timeout', '0'], 'BAD_DURATION'],
    [[ENDPOINT, '-H', 'Host: a'], 'BAD_HEADER'],
    [[ENDPOINT, '-H', 'X-A: 1', '-H', 'x-a: 2'], 'BAD_HEADER'],
    [[ENDPOINT, '-H', 'X-A: 1', '-H', 'x_a: 2'], 'BAD_HEADER'],
    [[ENDPOINT, '--token', 'a b'], 'BAD_TOKEN'],
    [[ENDPOINT, '--client-id', 'me'], 'OAUTH_INCOMPLETE'],
    [[ENDPOINT, '--oauth-url', 'http://auth.example/t'], 'INSECURE_TOKEN_URL'],
    [[ENDPOINT, '--token', 'a', '--oauth-url', 'https://auth.example/t'], 'USAGE'],
    [[ENDPOINT, '--retry', 'vendor'], 'USAGE'],
    [[ENDPOINT, '--fixtures', 'nowhere'], 'FIXTURES_FOLDER'],
  ])('%j is refused as load refuses it: %s', async (argv, code) => {
    const cwd = makeTempDir()
    expect(await run(cwd, argv)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(`error[${code}]`) as string,
    })
    expect(readdirSync(cwd)).toEqual([])
  })

  test('a file that is there stays, unless --force replaces it; what is no file always', async () => {
    const cwd = makeTempDir()
    writeFileSync(join(cwd, file), 'mine')
    expect((await run(cwd, [ENDPOINT])).stderr).toContain('error[EXPORT_EXISTS]')
    expect(readFileSync(join(cwd, file), 'utf8')).toBe('mine')
    expect((await run(cwd, [ENDPOINT, '--force'])).exitCode).toBe(0)
    const folder = makeTempDir()
    mkdirSync(join(folder, file))
    expect((await run(folder, [ENDPOINT, '--force'])).stderr).toContain('error[EXPORT_EXISTS]')
    expect(existsSync(join(folder, 'load.processor.cjs'))).toBe(false)
  })

  test('no secret of the command line or the environment gets into a file', async () => {
    for (const [argv, env] of [
      [[`${ENDPOINT}?api_key=${CANARY}`, '--token', CANARY, '-H', `X-Team: ${CANARY}`], {}],
      [
        ['--oauth-url', `https://auth.example/t?key=${CANARY}`, '--client-id', 'me'],
        {
          HOOKSTEP_URL: ENDPOINT,
          HOOKSTEP_CLIENT_SECRET: CANARY,
          HOOKSTEP_HEADER: `Authorization: Basic ${CANARY}\nCookie: a=${CANARY}`,
        },
      ],
    ] as const) {
      const cwd = makeTempDir()
      const { exitCode, stdout, stderr } = await run(cwd, argv, env)
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
      const files = readdirSync(cwd).map((name) => readFileSync(join(cwd, name), 'utf8'))
      expect([...files, stderr].join('\n')).not.toContain(CANARY)
    }
  })

  test('every variable that is read is named in the comment and on the screen', async () => {
    const cwd = makeTempDir()
    const { stderr } = await run(cwd, [
      ...[`${ENDPOINT}?sig=${CANARY}`, '-H', `X-Api-Key: ${CANARY}`, '-H', 'Accept: text/plain'],
      ...['--oauth-url', `https://auth.example/t?key=${CANARY}`],
    ])
    const [, ...reads] = /which reads (.*)/.exec(stderr)?.[1]?.split(', ') ?? []
    const text = readFileSync(join(cwd, file), 'utf8')
    expect(reads).toEqual([
      ...['HOOKSTEP_HEADER_X_API_KEY', 'HOOKSTEP_OAUTH_URL'],
      ...['HOOKSTEP_CLIENT_ID', 'HOOKSTEP_CLIENT_SECRET'],
    ])
    for (const name of ['HOOKSTEP_URL', ...reads]) {
      expect(text).toMatch(new RegExp(`^(//|#) {3}${name} {2,}\\w`, 'm'))
    }
  })

  test('a name of a file ends no comment', async () => {
    const cwd = makeTempDir()
    const name = `x\nalert(1)\u2028alert(2) ${file}`
    await runCli(['export', engine, ENDPOINT, '-o', name], { cwd })
    for (const each of readdirSync(cwd)) {
      expect(readFileSync(join(cwd, each), 'utf8')).not.toMatch(/^\s*alert/m)
    }
  })

  test('payloads are those that the flags ask for', async () => {
    const cwd = makeTempDir()
    const flags = [
      '--payload',
      'legacy',
      '--external-customer-id',
      'it\u2028"$&',
      '--flow',
      'no-id',
    ]
    await run(cwd, [ENDPOINT, ...flags])
    const texts = readdirSync(cwd).map((name) => readFileSync(join(cwd, name), 'utf8'))
    expect(texts.join('')).toContain(String.raw`\"externalId\":\"`)
  })
})
