import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { ask, askPublic, echo, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'

/**
 * Hardening T10: the data port asks no credentials, and a name belongs to whoever asks first. What the banner
 * says of it is in test/commands/listen-path.test.ts.
 */

const NAME = 'my-name'

async function openNamed() {
  const { relay, log: relayLog } = await openRelay()
  const app = await startApp(echo)
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url, subdomain: NAME })
  const { publicUrl } = await keep(openLocaltunnel(options))
  await until(() => relay.clients()[0]?.sockets === 10)
  const [registered] = relayLog.all
  const dataPort = registered?.type === 'registered' ? registered.port : 0
  return { relay, relayLog, log, publicUrl, dataPort }
}

test('strangers at the data port of a full tunnel are turned away, and callers notice nothing (T10, data port)', async () => {
  const { relay, log, publicUrl, dataPort } = await openNamed()
  const strangers = Array.from({ length: 20 }, () => connect({ port: dataPort, host: '127.0.0.1' }))
  onTestFinished(() => strangers.forEach((socket) => socket.destroy()))
  await Promise.all(strangers.map(async (socket) => once(socket.resume(), 'close')))
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => askPublic(publicUrl, { method: 'POST', body: 'ours' })),
  )
  expect(answers.map(({ body }) => body.toString())).toEqual(answers.map(() => 'ours'))
  expect(relay.clients()).toEqual([{ id: NAME, sockets: 10 }])
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})

test('a stranger who registers our name gets another one as long as we hold it (T10, our name)', async () => {
  const { relay, relayLog, log, publicUrl } = await openNamed()
  const { body } = await ask({ port: relay.port, path: `/${NAME}` })
  const { id } = JSON.parse(body.toString()) as { id: string }
  expect(id).not.toBe(NAME)
  expect(relayLog.all).toContainEqual({
    type: 'name-refused',
    name: NAME,
    given: id,
    reason: 'taken',
  })
  const answer = await askPublic(publicUrl, { method: 'POST', body: 'ours' })
  expect(answer.body.toString()).toBe('ours')
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
