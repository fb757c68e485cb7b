import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'
import { listenOnFreePort } from './endpoint.ts'
import { makeTempDir } from './temp-dir.ts'

export interface TestCertificate {
  readonly key: Buffer
  readonly cert: Buffer
  /** Its file, for `NODE_EXTRA_CA_CERTS`. */
  readonly path: string
}

/** A self-signed certificate for `name`, valid for this many days from now; expired for -1. */
export function makeCertificate(name: string, days: number): TestCertificate {
  const dir = makeTempDir()
  const key = join(dir, 'key.pem')
  const request = join(dir, 'request.pem')
  const path = join(dir, 'cert.pem')
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', ...curve, '-subj', `/CN=${name}`, '-keyout', key, '-out', request)
  openssl('x509', '-req', '-in', request, '-signkey', key, '-days', String(days), '-out', path)
  return { key: readFileSync(key), cert: readFileSync(path), path }
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' })
}

/** A server on the loopback range that speaks TLS with this certificate, and the number of its port. */
export async function startTlsEndpoint(
  certificate: TestCertificate,
  onRequest: () => void = () => {},
): Promise<number> {
  const server = https.createServer(certificate, (_, response) => {
    onRequest()
    response.writeHead(204).end()
  })
  return listenOnFreePort(server)
}
