import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { findClosedPort } from '../../helpers/endpoint.ts'
import { endFamily } from './processes.ts'

const SSHD = '/usr/sbin/sshd'

/** Debian's openssh-server, which `.ci/run` installs. */
export const hasSshServer = existsSync(SSHD) && existsSync('/usr/bin/ssh')

export interface SshServer {
  /** The `ssh` of this server up to the forwarding, without a word from the user's own configuration. */
  readonly client: string
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

/** Starts a real sshd on 127.0.0.1 with its own configuration, host key and user key. */
export async function startSshServer(): Promise<SshServer> {
  const folder = makeTempDir()
  const port = await findClosedPort()
  makeKeys(folder, port)
  writeFileSync(join(folder, 'sshd_config'), configOf(folder, port))
  // Where sshd runs as root, it wants this folder, which its service would make.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
  let stop = async (): Promise<void> => undefined
  const start = async (): Promise<void> => {
    stop = await startDaemon(join(folder, 'sshd_config'))
  }
  onTestFinished(async () => stop())
  await start()
  const options = [
    `-i ${folder}/user_key`,
    `-o UserKnownHostsFile=${folder}/known_hosts`,
    '-o BatchMode=yes -o ExitOnForwardFailure=yes',
  ]
  const client = `ssh -N -F none -p ${port} ${options.join(' ')} ${userInfo().username}@127.0.0.1`
  return { client, start, stop: async () => stop() }
}

function makeKeys(folder: string, port: number): void {
  for (const name of ['host_key', 'user_key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
  }
  const publicKey = (name: string): string => readFileSync(join(folder, `${name}.pub`), 'utf8')
  writeFileSync(join(folder, 'authorized_keys'), publicKey('user_key'))
  writeFileSync(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${publicKey('host_key')}`)
}

function configOf(folder: string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    '',
  ].join('\n')
}

/** Gives what ends it, with its sessions, when it listens. */
async function startDaemon(config: string): Promise<() => Promise<void>> {
  const daemon = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(daemon, 'exit')
  const said: string[] = []
  for await (const line of createInterface({ input: daemon.stderr })) {
    said.push(line)
    if (line.includes('Server listening on')) break
  }
  daemon.stderr.resume()
  if (daemon.exitCode !== null) throw new Error(`sshd: ${said.join(' ')}`)
  return async () => {
    if (daemon.exitCode !== null || daemon.signalCode !== null) return
    if (daemon.pid !== undefined) endFamily(daemon.pid)
    await ended
  }
}
