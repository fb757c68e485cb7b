import { expect, test } from 'vitest'
import { startRawEndpoint } from '../helpers/endpoint.ts'
import { expectHarmless, HOSTILE, HOSTILE_PIECES } from '../helpers/hostile.ts'
import { runCli, startCli } from '../helpers/run-cli.ts'
import { talk } from '../receiver/raw-receiver.ts'

/** Row C8 of hardening.md for what a relay tells `listen`, and for what comes to `relay`. */

const TEXTS = [HOSTILE, ...HOSTILE_PIECES]
const LISTEN = ['listen', '--port', '0', '--no-journal', '--tunnel-timeout', '60ms']

function relayAnswers(text: string): Buffer[] {
  const raw = Buffer.from(text).toString('latin1')
  const quoted = JSON.stringify(text)
  const grant = { id: 'team', port: 9, max_conn_count: 1, url: 'http://127.0.0.1:9/' }
  const bodies = [
    [403, `{"message":${quoted}}`],
    [403, text],
    [500, text],
    [200, text],
    [200, quoted],
    [200, `{"id":${quoted},${quoted}:1}`],
    [200, JSON.stringify({ ...grant, url: `http://127.0.0.1:9/${text}` })],
    [200, JSON.stringify({ ...grant, ip: text })],
  ] as const
  return [
    ...bodies.map(([status, body]) =>
      Buffer.from(
        `HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      ),
    ),
    Buffer.from(`HTTP/1.1 500 ${raw}\r\nContent-Length: 0\r\n\r\n`, 'latin1'),
    Buffer.from(text),
  ]
}

const LONG_ANSWERS = ['x'.repeat(60_000), 'x'.repeat(1_000_000)].flatMap((text) =>
  relayAnswers(text).slice(0, 2),
)

test.each([
  ['text', []],
  ['JSON', ['--json']],
])('C8: listen shows no hostile byte of the error of a relay: %s', async (_, flags) => {
  for (const answer of [
    ...[HOSTILE, '\u009b2J', '\u202ea'].flatMap(relayAnswers),
    ...LONG_ANSWERS,
  ]) {
    const { port } = await startRawEndpoint((socket) => socket.end(answer))
    const host = ['--tunnel-host', `http://127.0.0.1:${port}`, '--require-tunnel']
    const result = await runCli([...LISTEN, ...flags, ...host])
    expect(result.exitCode).toBe(3)
    expectHarmless(result)
  }
})

test.each([
  ['text', []],
  ['JSON', ['--json']],
])('C8: listen that goes on without a tunnel shows none either: %s', async (_, flags) => {
  const [answer = Buffer.alloc(0)] = relayAnswers(HOSTILE)
  const { port } = await startRawEndpoint((socket) => socket.end(answer))
  const cli = startCli([...LISTEN, ...flags, '--tunnel-host', `http://127.0.0.1:${port}`])
  await (flags.length > 0 ? cli.stdout : cli.stderr).until(/"ready"|Ready\./)
  cli.interrupt()
  expectHarmless(await cli.done)
})

test.each([
  ['text', []],
  ['JSON', ['--json']],
])('C8: relay shows no hostile byte of what comes to it: %s', async (_, flags) => {
  const cli = startCli(['relay', '--port', '0', ...flags])
  const stream = flags.length > 0 ? cli.stdout : cli.stderr
  const [, port] = await stream.until(/http:\/\/127\.0\.0\.1:(\d+)/)
  for (const text of [...TEXTS, 'x'.repeat(15_000)]) {
    const raw = Buffer.from(text).toString('latin1')
    for (const [line, host] of [
      [`GET /${raw} HTTP/1.1`, 'x'],
      [`GET /${encodeURIComponent(text)} HTTP/1.1`, `127.0.0.1:${port}`],
      [`POST /${encodeURIComponent(text)} HTTP/1.1`, 'team.localhost'],
      [`${raw} / HTTP/1.1`, 'x'],
      ['POST / HTTP/1.1', `${raw}.localhost`],
      ['POST / HTTP/1.1', raw],
      [`CONNECT ${raw} HTTP/1.1`, raw],
    ]) {
      const head = `${line}\r\nHost: ${host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`
      await talk(Number(port), Buffer.from(head, 'latin1'))
    }
  }
  expect((await fetch(`http://127.0.0.1:${port}/good-name`)).status).toBe(200)
  await cli.stdout.until(/good-name/)
  cli.interrupt()
  expectHarmless(await cli.done)
})
