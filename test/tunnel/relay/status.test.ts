import { expect, test } from 'vitest'
import { ask, connectStock, echo, openRelay, startApp } from '../rig.ts'

async function askJson(port: number, path: string) {
  const { status, body } = await ask({ port, path })
  return { status, body: JSON.parse(body.toString()) as unknown }
}

test('the status endpoints tell of the tunnels and of one of them', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  await connectStock(relay, app.port, 'my-name')
  expect(await askJson(relay.port, '/api/status')).toEqual({
    status: 200,
    body: {
      tunnels: 1,
      mem: expect.objectContaining({ rss: expect.any(Number) as number }) as object,
    },
  })
  expect(await askJson(relay.port, '/api/tunnels/my-name/status?now')).toEqual({
    status: 200,
    body: { connected_sockets: 10 },
  })
  expect(await askJson(relay.port, '/api/tunnels/nobody/status')).toMatchObject({ status: 404 })
})
