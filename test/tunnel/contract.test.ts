import { randomBytes } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Tunnel, TunnelOptions } from '../../src/tunnel/tunnel.ts'
import { askPublic, echo, startApp, tunnelRig, until } from './rig.ts'
import { liveInGroup } from './ways/processes.ts'
import { hasSshServer } from './ways/ssh-server.ts'
import { startOtherSide, WAYS, type WayIn } from './ways/ways.ts'

/** What every kind of tunnel must hold to, whoever carries it. */

if (!hasSshServer) {
  console.warn('SKIPPED: the tunnel contract over ssh -R; openssh-server is not installed')
}

async function startRig(way: WayIn, over: Partial<TunnelOptions> = {}) {
  const app = await startApp(echo)
  const side = await startOtherSide(way, app.port)
  const options = { localPort: app.port, relayUrl: 'http://unused.invalid', ...over }
  // On a clock that is ten times as fast: 30 s, for a machine that is busy.
  const rig = tunnelRig({ openTimeoutMs: 300_000, ...options })
  const open = async (): Promise<Tunnel> => {
    const tunnel = await side.open(rig.options)
    onTestFinished(() => tunnel.close())
    return tunnel
  }
  const states = (): string[] => rig.log.all.map(({ state }) => state)
  return { ...rig, app, side, open, states }
}

function countHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Process|Pipe/.test(name))
    .length
}

/** What the test runner itself holds open, and the timer of a test. */
const IDLE_HANDLES = countHandles() + 1

/** Waits until the processes of a side have ended. */
async function untilNoProcess(group: number | null): Promise<void> {
  if (group !== null) await until(() => liveInGroup(group).length === 0)
}

async function posts(tunnel: Tunnel, body: Buffer): Promise<boolean> {
  const answer = await askPublic(tunnel.publicUrl, { method: 'POST', body })
  return answer.status === 200 && answer.body.equals(body)
}

describe.each(WAYS)('$name', (way) => {
  test.skipIf(!way.isAvailable)(
    'is up when a probe has come through its public URL, and not before',
    async () => {
      const asked: string[] = []
      const probe = async (publicUrl: string) => {
        asked.push(publicUrl)
        const { status } = await askPublic(publicUrl, { headers: ['Connection', 'close'] })
        const ok = status === 200 && asked.length >= 3
        return { ok, detail: `HTTP ${status}` }
      }
      const { open, log, states } = await startRig(way, { probe })
      const tunnel = await open()
      expect(asked.length).toBeGreaterThanOrEqual(3)
      expect(states()).toEqual(['opening', 'up'])
      expect(log.all.map(({ publicUrl }) => publicUrl)).toEqual([null, tunnel.publicUrl])
    },
  )

  test.skipIf(!way.isAvailable)('carries bytes unchanged both ways, many at a time', async () => {
    const { open } = await startRig(way)
    const tunnel = await open()
    const bodies = [0, 1, 255, 65_536, 300_000].map((size) => randomBytes(size))
    const sent = [...bodies, ...bodies].map(async (body) => posts(tunnel, body))
    expect(await Promise.all(sent)).toEqual(sent.map(() => true))
  })

  test.skipIf(!way.isAvailable || !way.hasGate)(
    'answers 502 while the app is down, and lets it answer again when it is back',
    async () => {
      const { open, app } = await startRig(way)
      const tunnel = await open()
      await app.close()
      const answer = await askPublic(tunnel.publicUrl, { method: 'POST', body: '{}' })
      expect(answer.status).toBe(502)
      expect(answer.body.toString()).toBe('{"error":"receiver_down"}')
      await startApp(echo, {}, app.port)
      expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
    },
  )

  test.skipIf(!way.isAvailable)(
    'tells that it is down when its way in is lost, and is reopened',
    async () => {
      const { open, side, log, states } = await startRig(way)
      const tunnel = await open()
      await side.lose()
      const down = await log.waitFor(({ state }) => state === 'down')
      expect(down.detail).not.toBe('')
      await side.mend()
      const reopened = await log.waitFor(({ state }) => state === 'reopened')
      expect(tunnel.publicUrl).toBe(reopened.publicUrl)
      expect(states().filter((state) => !['degraded', 'down'].includes(state))).toEqual([
        'opening',
        'up',
        'reopened',
      ])
      expect(await posts(tunnel, randomBytes(1000))).toBe(true)
    },
  )

  test.skipIf(!way.isAvailable).each(['up', 'down'])(
    'leaves nothing when it is closed while %s',
    async (state) => {
      await until(() => countHandles() <= IDLE_HANDLES)
      const { open, side, log, options } = await startRig(way)
      const before = countHandles()
      const tunnel = await open()
      if (state === 'down') await side.lose()
      await log.waitFor((event) => event.state === state)
      const group = side.group()
      await Promise.all([tunnel.close(), tunnel.close()])
      await tunnel.close()
      await untilNoProcess(group)
      await until(() => countHandles() <= before)
      expect(getEventListeners(options.signal, 'abort')).toEqual([])
    },
  )

  test.skipIf(!way.isAvailable)(
    'ends its opening with the reason of an aborted signal, and leaves nothing',
    async () => {
      const reason = { interruptedBy: 'SIGINT' }
      const probe = async () => {
        if (rig.side.group() !== 0) rig.abort(reason)
        return { ok: false, detail: 'not yet' }
      }
      const rig = await startRig(way, { probe })
      const before = countHandles()
      await expect(rig.open()).rejects.toEqual(reason)
      await untilNoProcess(rig.side.group())
      await until(() => countHandles() <= before)
      await expect(rig.open()).rejects.toEqual(reason)
    },
  )

  test.skipIf(!way.isAvailable)('is closed by an aborted signal', async () => {
    const { open, abort, side, states } = await startRig(way)
    const tunnel = await open()
    const group = side.group()
    abort({ interruptedBy: 'SIGTERM' })
    await tunnel.close()
    await untilNoProcess(group)
    expect(states()).toEqual(['opening', 'up'])
  })
})
