import type { ServerOptions } from 'node:https'
import { healthy } from '../../endpoints/healthy.ts'
import { startMortal } from '../../endpoints/mortal-server.ts'
import { servesBoth } from '../../endpoints/serves-both.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import type { Setup } from '../run-rules.ts'

/** A running endpoint, and the certificate that its client trusts. */
export interface Served {
  readonly url: string
  readonly trusted: string
}

/** The endpoint whose connection breaks one rule; in all else it is healthy. */
export interface TransportPair {
  readonly start: () => Promise<Served>
  readonly says: RegExp
  /** Rules in which the same flaw must show as well, and why it must. */
  readonly alsoShows?: Readonly<Record<string, string>>
  readonly setup?: Setup
}

/** A server over TLS whose certificate is trusted, but for what is unusual about it. */
export async function startTls(
  { name = 'localhost', days = 60 } = {},
  tls: ServerOptions = {},
): Promise<Served> {
  const certificate = makeCertificate(name, days)
  const { key, cert, path } = certificate
  const { url } = await startMortal(healthy(), { tls: { key, cert, ...tls } })
  return { url, trusted: path }
}

async function startUntrusted(): Promise<Served> {
  const { url } = await startTls()
  return { url, trusted: makeCertificate('localhost', 60).path }
}

async function startPlain(): Promise<Served> {
  const { url } = await startMortal(healthy())
  return { url, trusted: makeCertificate('localhost', 60).path }
}

/** Takes notifications over TLS, and shows a page over plain http. */
async function startBoth(): Promise<Served> {
  const { url, trusted } = await startTls()
  const plain = await startMortal((_, response) => void response.end('hello'))
  const port = await servesBoth(portOf(url), portOf(plain.url))
  return { url: `https://localhost:${port}/webhook`, trusted }
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}

const ALL_CIPHERS = 'DEFAULT@SECLEVEL=0'
const OLD: ServerOptions = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: ALL_CIPHERS }
/** What the certificate is like is seen only by who takes any. */
const ANY: Setup = { verifyCertificate: false }

export const TRANSPORT: Readonly<Record<string, TransportPair>> = {
  'TLS-HTTPS': {
    start: startPlain,
    says: /^the URL is plain http$/,
    setup: {
      facts: {
        isHttps: false,
        isLoopback: false,
        hasToken: false,
        hasExpiredToken: false,
        customHeaders: [],
      },
    },
  },
  'TLS-TRUSTED': { start: startUntrusted, says: /^DEPTH_ZERO_SELF_SIGNED_CERT/, setup: ANY },
  'TLS-NAME': {
    start: async () => startTls({ name: 'elsewhere.invalid' }),
    says: /^it is for elsewhere\.invalid$/,
    setup: ANY,
  },
  'TLS-DAYS': {
    start: async () => startTls({ days: -1 }),
    says: /^expired on \d{4}-\d\d-\d\d$/,
    setup: ANY,
  },
  'TLS-VERSION': {
    start: async () => startTls({}, OLD),
    says: /^TLSv1\.1$/,
    alsoShows: {
      'TLS-OLD': 'what is spoken is old',
      'ACK-REACHABLE': 'a client of today does not get in',
    },
  },
  'TLS-OLD': {
    start: async () => startTls({}, { minVersion: 'TLSv1', ciphers: ALL_CIPHERS }),
    says: /^TLS 1\.1 is taken$/,
  },
  'TLS-PLAIN': { start: startBoth, says: /^port \d+ answers plain http with 200$/ },
}
