import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import type { ConnectionFacts } from '../../../src/contract/rules/evidence.ts'
import { bundleOnce } from '../../helpers/bundle.ts'
import { makeCertificate, startTlsEndpoint } from '../../helpers/certificates.ts'

const program = bundleOnce(new URL('program.ts', import.meta.url))

async function inspectTrusting(path: string, url: string): Promise<ConnectionFacts> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: path }
  const child = spawn(process.execPath, [await program(), url], { env })
  onTestFinished(() => void child.kill('SIGKILL'))
  return JSON.parse(await text(child.stdout)) as ConnectionFacts
}

test.each([
  ['localhost', 60, null],
  ['elsewhere.invalid', 60, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['localhost', -1, 'CERT_HAS_EXPIRED'],
])('a certificate of a known authority for %s, %d days: %s', async (name, days, distrust) => {
  const certificate = makeCertificate(name, days)
  const port = await startTlsEndpoint(certificate)
  const facts = await inspectTrusting(certificate.path, `https://localhost:${port}/`)
  expect(facts.certificate).toMatchObject({ subject: name, issuer: name, distrust })
  expect(Math.abs((facts.certificate?.daysLeft ?? NaN) - days)).toBeLessThan(0.1)
  expect(facts).toMatchObject({ tlsVersion: 'TLSv1.3', failure: null, takesOldTls: false })
})
