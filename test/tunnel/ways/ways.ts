import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { openCommandTunnel } from '../../../src/tunnel/command/open-command.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { openPublicUrlTunnel } from '../../../src/tunnel/public-url.ts'
import { openSimulatedTunnel } from '../../../src/tunnel/simulated.ts'
import type { Timings } from '../../../src/tunnel/timings.ts'
import type { Tunnel, TunnelOptions } from '../../../src/tunnel/tunnel.ts'
import { findClosedPort } from '../../helpers/endpoint.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { fastClock, listenTcp, openRelay } from '../rig.ts'
import { hasSshServer, startSshServer } from './ssh-server.ts'

/** The other side of one tunnel of some kind, and how it can be lost. */
export interface OtherSide {
  readonly open: (options: TunnelOptions) => Promise<Tunnel>
  /** Takes the way in away, from outside. */
  readonly lose: () => Promise<void>
  /** Lets it be possible again. */
  readonly mend: () => Promise<void>
  /** The process group of what was started last; 0 before there is one, null where nothing is started. */
  readonly group: () => number | null
  readonly close: () => Promise<void>
}

export interface WayIn {
  readonly name: string
  readonly isAvailable: boolean
  /** False where traffic comes to the receiver's own port. */
  readonly hasGate: boolean
  readonly start: (appPort: number) => Promise<OtherSide>
}

const FORWARDER = fileURLToPath(new URL('forwarder.js', import.meta.url))
const TIMINGS: Partial<Timings> = { probeEveryMs: 500, probeAgainMs: 200 }
const nothing = async (): Promise<void> => undefined

const localtunnel = async (): Promise<OtherSide> => {
  let { relay } = await openRelay({ clock: fastClock(10) })
  const { port, url: relayUrl } = relay
  return {
    open: async (options) => openLocaltunnel({ ...options, relayUrl }, TIMINGS),
    lose: async () => relay.close(),
    mend: async () => {
      ;({ relay } = await openRelay({ port, clock: fastClock(10) }))
    },
    group: () => null,
    close: async () => relay.close(),
  }
}

/** Nobody outside can reach its relay: only the probes can say that it is lost. */
const simulated = async (): Promise<OtherSide> => {
  let isLost = false
  return {
    open: async ({ probe, ...options }) =>
      openSimulatedTunnel(
        {
          ...options,
          probe: async (url, signal) =>
            isLost ? { ok: false, detail: 'lost' } : probe(url, signal),
        },
        TIMINGS,
      ),
    lose: async () => {
      isLost = true
    },
    mend: async () => {
      isLost = false
    },
    group: () => null,
    close: nothing,
  }
}

/** A command that notes the process group that it leads. */
function notedCommand(command: string): { noted: string; group: () => number } {
  const file = join(makeTempDir(), 'group')
  return {
    noted: `echo $$ > ${file}; exec ${command}`,
    group: () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0),
  }
}

const program = async (): Promise<OtherSide> => {
  const { noted, group } = notedCommand(`${process.execPath} ${FORWARDER} {port} 0`)
  return {
    open: async (options) => openCommandTunnel({ ...options, command: noted }, TIMINGS),
    lose: async () => void process.kill(group(), 'SIGKILL'),
    mend: nothing,
    group,
    close: nothing,
  }
}

const ssh = async (): Promise<OtherSide> => {
  const server = await startSshServer()
  const port = await findClosedPort()
  const { noted, group } = notedCommand(`${server.client} -R 127.0.0.1:${port}:localhost:{port}`)
  const publicUrl = `http://127.0.0.1:${port}`
  return {
    open: async (options) => openCommandTunnel({ ...options, command: noted, publicUrl }, TIMINGS),
    lose: server.stop,
    mend: server.start,
    group,
    close: server.stop,
  }
}

/** A tunnel that somebody else runs: this test. */
const publicUrl = async (appPort: number): Promise<OtherSide> => {
  const port = await findClosedPort()
  const start = async () =>
    listenTcp((socket) => {
      const local = connect({ port: appPort, host: '127.0.0.1' })
      socket.pipe(local).pipe(socket)
      local.on('error', () => socket.destroy()).on('close', () => socket.destroy())
      socket.on('close', () => local.destroy())
    }, port)
  let { server } = await start()
  const stop = async (): Promise<void> => {
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  return {
    open: async (options) =>
      openPublicUrlTunnel({ ...options, publicUrl: `http://127.0.0.1:${port}` }, TIMINGS),
    lose: stop,
    mend: async () => {
      ;({ server } = await start())
    },
    group: () => null,
    close: stop,
  }
}

/** Every kind of tunnel. */
export const WAYS: readonly WayIn[] = [
  { name: 'localtunnel', isAvailable: true, hasGate: true, start: localtunnel },
  { name: 'simulated', isAvailable: true, hasGate: true, start: simulated },
  { name: 'command', isAvailable: true, hasGate: true, start: program },
  { name: 'command with ssh -R', isAvailable: hasSshServer, hasGate: true, start: ssh },
  { name: 'public-url', isAvailable: true, hasGate: false, start: publicUrl },
]

/** Starts the other side of a tunnel; it is closed with its test. */
export async function startOtherSide(way: WayIn, appPort: number): Promise<OtherSide> {
  const side = await way.start(appPort)
  onTestFinished(side.close)
  return side
}
