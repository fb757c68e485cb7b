import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import { findClosedPort } from '../helpers/endpoint.ts'
import {
  askPublic,
  createLog,
  echo,
  fastClock,
  keep,
  openRelay,
  startApp,
  tunnelRig,
} from './rig.ts'

const clock = fastClock(10)

async function startRefusing(): Promise<{ url: string; asked: unknown[] }> {
  const log = createLog<unknown>()
  const { port } = await startApp((request, response) => {
    log.note(request.url)
    response.writeHead(403).end('{"message":"go away"}')
  })
  return { url: `http://127.0.0.1:${port}`, asked: log.all }
}

async function rigOf(relayUrl: string, ...moreRelayUrls: string[]) {
  const app = await startApp(echo)
  return tunnelRig({ localPort: app.port, relayUrl, moreRelayUrls, subdomain: 'my-name' })
}

test('the next relay is asked at once when one does not answer, and each is told', async () => {
  const { relay } = await openRelay({ clock })
  const away = `http://127.0.0.1:${await findClosedPort()}`
  const { options, log } = await rigOf(away, relay.url)
  const tunnel = await keep(openLocaltunnel(options))
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
  expect(log.all.map(({ state, detail }) => [state, detail])).toEqual([
    ['opening', `asking ${away}, then ${relay.url}`],
    ['opening', `asking ${relay.url}`],
    ['up', `a probe came through the public URL, by way of ${relay.url}`],
  ])
})

test('a relay that refuses is the end only when no other is left', async () => {
  const [first, second] = [await startRefusing(), await startRefusing()]
  const { relay } = await openRelay({ clock })
  const { options } = await rigOf(first.url, second.url, relay.url)
  const tunnel = await keep(openLocaltunnel(options))
  expect(tunnel.publicUrl).toBe(`http://my-name.localhost:${relay.port}`)
  const refused = await rigOf(first.url, second.url)
  await expect(openLocaltunnel(refused.options)).rejects.toMatchObject({
    code: 'TUNNEL_REFUSED',
    exitCode: 3,
    message: `the relay refused: ${second.url}: go away`,
  })
  expect([first.asked, second.asked]).toEqual([
    ['/my-name', '/my-name'],
    ['/my-name', '/my-name'],
  ])
})

test('relays that do not answer are asked in turn until the deadline, and the last reason is told', async () => {
  const [one, other] = [await findClosedPort(), await findClosedPort()].map(
    (port) => `http://127.0.0.1:${port}`,
  ) as [string, string]
  const { options, log } = await rigOf(one, other)
  const opening = openLocaltunnel({ ...options, openTimeoutMs: 8000 })
  await expect(opening).rejects.toMatchObject({
    code: 'TUNNEL_UNAVAILABLE',
    message: expect.stringMatching(
      new RegExp(`within 8 s: ${one}, then ${other}: (${one}|${other}): .*ECONNREFUSED`),
    ) as string,
  })
  const asked = log.all.slice(1).map(({ detail }) => detail)
  expect(asked.slice(0, 3)).toEqual([`asking ${other}`, `asking ${one}`, `asking ${other}`])
})

test('another relay takes over when the one of a tunnel is gone, its own being asked first', async () => {
  const first = await openRelay({ clock })
  const second = await openRelay({ clock })
  const { options, log } = await rigOf(first.relay.url, second.relay.url)
  const tunnel = await keep(openLocaltunnel(options))
  await first.relay.close()
  const { publicUrl, detail } = await log.waitFor(({ state }) => state === 'reopened')
  expect(publicUrl).toBe(`http://my-name.localhost:${second.relay.port}`)
  expect(tunnel.publicUrl).toBe(publicUrl)
  expect(detail).toBe(
    `${second.relay.url} has taken over from ${first.relay.url}: ` +
      `the public URL was http://my-name.localhost:${first.relay.port} and is now ${publicUrl}`,
  )
  const tries = log.all.filter(({ detail }) => detail.startsWith('try '))
  expect(tries.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(`^try 1: ${first.relay.url}: .*ECONNREFUSED`),
  ])
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})

test('a required name is waited for at its own relay: another one would give another URL', async () => {
  const first = await openRelay({ clock })
  const second = await openRelay({ clock })
  const { options, log } = await rigOf(first.relay.url, second.relay.url)
  await keep(openLocaltunnel({ ...options, requireSubdomain: true }))
  await first.relay.close()
  await log.waitFor(({ detail }) => detail.startsWith('try 3: '))
  await openRelay({ clock, port: first.relay.port })
  const { publicUrl } = await log.waitFor(({ state }) => state === 'reopened')
  expect(publicUrl).toBe(`http://my-name.localhost:${first.relay.port}`)
  expect(second.relay.clients()).toEqual([])
})

test('a bad relay further on is a CliError before anything opens', async () => {
  const { options, log } = await rigOf('http://127.0.0.1:1', 'ftp://relay')
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code: 'BAD_URL', exitCode: 2 })
  expect(log.all).toEqual([])
})
