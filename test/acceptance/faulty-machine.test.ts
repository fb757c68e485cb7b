import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { builtCopy } from '../helpers/built-copy.ts'
import { startRawEndpoint } from '../helpers/endpoint.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { readAll } from '../journal/rig.ts'

/** Rows J4, J5 and C5 of hardening.md on the real command: what no stream in memory shows. */

const BIN = builtCopy()
const has = (tool: string, ...args: string[]): boolean => spawnSync(tool, args).status === 0

interface Running {
  readonly child: ChildProcess
  readonly stderr: () => string
  /** The first match on standard output. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>
}

/** Starts hookstep, behind another command where one is given; it is killed when the test ends. */
function start(argv: readonly string[], before: readonly string[] = []): Running {
  const [command = '', ...args] = [...before, process.execPath, BIN, ...argv]
  const cwd = makeTempDir()
  const env = { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: cwd }
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(out)
      if (match !== null) return match
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
      if (child.exitCode !== null && !pattern.test(out)) throw new Error(`it ended: ${out}${err}`)
    }
  }
  return { child, until, stderr: () => err }
}

const LISTEN = ['listen', '--port', '0', '--tunnel', 'none', '--json']

async function listen(flags: readonly string[], before?: readonly string[]) {
  const running = start([...LISTEN, ...flags], before)
  const [, url = '', pid = ''] = await running.until(/"url":"(http:[^"]+)".*"pid":(\d+)/)
  return { ...running, url, pid: Number(pid) }
}

async function post(url: string, interviewId: string): Promise<Response> {
  const body = JSON.stringify({ interviewId, onboardingStatus: 'EXPIRED' })
  const headers = { 'content-type': 'application/json', connection: 'close' }
  return fetch(url, { method: 'POST', body, headers })
}

test.runIf(has('prlimit', '--version'))(
  'J4: a full disk is answered 503, then 204 as soon as there is space, and nothing acknowledged is lost',
  async () => {
    const path = join(makeTempDir(), 'j.ndjson')
    const { child, url, pid } = await listen(
      ['--journal', path],
      ['prlimit', '--fsize=3000:unlimited'],
    )
    const acknowledged: string[] = []
    let answer = await post(url, 'id-0')
    for (let index = 1; answer.status === 204; index += 1) {
      acknowledged.push(`id-${index - 1}`)
      answer = await post(url, `id-${index}`)
    }
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(await answer.text()).toBe('{"error":"not_kept"}')
    expect((await post(url, 'refused-too')).status).toBe(503)
    expect(acknowledged.length).toBeGreaterThan(1)
    spawnSync('prlimit', ['--pid', String(pid), '--fsize=unlimited'])
    expect((await post(url, 'next-good')).status).toBe(204)
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await keptIds(path)).toEqual([...acknowledged, 'next-good'])
    expect(await verifyJournal(path)).toMatchObject({ problemCount: 0 })
  },
)

async function keptIds(path: string): Promise<string[]> {
  return (await readAll(path)).flatMap((entry) => {
    const record = entry.kind === 'record' && entry.record.type === 'request' ? entry.record : null
    return record?.verdict.kind === 'notification' ? [record.verdict.interviewId] : []
  })
}

test.runIf(has('strace', '-f', 'true'))(
  'J5: a sync that fails is answered 503, then exit 3, and not tried again',
  async () => {
    const dir = makeTempDir()
    const [path, trace] = [join(dir, 'j.ndjson'), join(dir, 'trace')]
    const fault = ['-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO']
    const before = ['strace', '-f', '-qq', '-y', ...fault, '-o', trace]
    const { child, url, stderr } = await listen(['--journal', path], before)
    const ended = once(child, 'close')
    const answer = await post(url, 'a')
    expect(`${answer.status} ${await answer.text()}`).toBe('503 {"error":"not_kept"}')
    expect(await ended).toEqual([3, null])
    expect(stderr()).toContain('"code":"JOURNAL_BROKEN"')
    const syncs = readFileSync(trace, 'utf8').match(/fdatasync\(\d+<[^>]*j\.ndjson>/g)
    expect(syncs).toHaveLength(1)
  },
)

const KEY = 'canary-on-argv'

test.each([
  ['--require-token', [`--require-token=${KEY}`]],
  ['--require-header', ['--require-header', `X-Api-Key: ${KEY}`]],
  ['--client-secret', ['--oauth', '--client-secret', KEY]],
  ['-H', ['--forward-to', '9', '-H', `X-Api-Key: ${KEY}`]],
  ['--forward-to', ['--forward-to', `http://127.0.0.1:9/?api_key=${KEY}`]],
])('C5: /proc/<pid>/cmdline of listen shows no %s', async (_, flags) => {
  const { pid, stderr } = await listen([...flags, '--no-journal'])
  expectScrubbed(pid)
  expect(stderr()).not.toContain(KEY)
})

test.each([
  ['send --token', ['send', 'EXPIRED', 'URL', '--token', KEY]],
  ['send -H', ['send', 'EXPIRED', 'URL', '-H', `X-Api-Key: ${KEY}`]],
  ['send <url>', ['send', 'EXPIRED', `URL?api_key=${KEY}`]],
  ['send-sequence --token', ['send-sequence', 'URL', `--token=${KEY}`]],
  [
    'send-sequence --client-secret',
    ['send-sequence', 'URL', '--oauth-url', 'URL', '--client-id', 'me', '--client-secret', KEY],
  ],
])('C5: /proc/<pid>/cmdline shows no secret of %s', async (_, argv) => {
  let arrive = (): void => {}
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  const { url } = await startRawEndpoint(() => arrive())
  const { child } = start(argv.map((word) => word.replace('URL', url)))
  await arrived
  expectScrubbed(child.pid ?? 0)
})

function expectScrubbed(pid: number): void {
  const shown = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  expect(shown).toContain('hookstep')
  expect(shown).not.toContain(KEY)
}
