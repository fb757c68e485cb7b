import { expect, test } from 'vitest'
import { makeCertificate, startTlsEndpoint } from '../../helpers/certificates.ts'
import { findClosedPort, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { examine, folderWith } from './rig.ts'

const words = (text: string) => expect.stringContaining(text) as string

test('an endpoint that is there passes, and is sent no request', async () => {
  const { port, received } = await startFixedEndpoint(204)
  const { find, exitCode } = await examine([`http://name.localhost:${port}/webhook`])
  expect(find('dns')).toMatchObject({
    result: 'pass',
    message: 'name.localhost is this machine',
    evidence: { addresses: ['127.0.0.1', '::1'] },
  })
  expect(find('connection')).toMatchObject({ result: 'pass' })
  expect(find('certificate')).toMatchObject({ result: 'skipped', message: words('plain http') })
  expect(exitCode).toBe(0)
  expect(received).toEqual([])
})

test('without an endpoint its checks are skipped; the configuration and HOOKSTEP_URL name one', async () => {
  const rules = ['dns', 'connection', 'certificate']
  const { findings } = await examine()
  const skipped = findings.filter(({ result }) => result === 'skipped').map(({ rule }) => rule)
  expect(skipped).toEqual(expect.arrayContaining(rules))
  const { url } = await startFixedEndpoint(204)
  for (const options of [{ cwd: folderWith({ url }) }, { env: { HOOKSTEP_URL: url } }]) {
    expect((await examine([], options)).find('connection')).toMatchObject({ result: 'pass' })
  }
})

test('dns: a name that does not resolve is exit 1', async () => {
  const { find, exitCode } = await examine(['https://nope.invalid/'])
  expect(find('dns')).toMatchObject({
    result: 'fail',
    message: words('nope.invalid does not resolve'),
    advice: words('spelling'),
  })
  expect(find('connection')).toMatchObject({ result: 'skipped' })
  expect(find('certificate')).toMatchObject({ result: 'skipped' })
  expect(exitCode).toBe(1)
})

test('connection: a port on which nobody listens is exit 1', async () => {
  const { find, exitCode } = await examine([`https://127.0.0.1:${await findClosedPort()}/`])
  expect(find('dns')).toMatchObject({ result: 'pass' })
  expect(find('connection')).toMatchObject({
    result: 'fail',
    message: words('ECONNREFUSED'),
    advice: 'start the app that listens there',
    evidence: { code: 'CONNECTION_REFUSED' },
  })
  expect(find('certificate')).toMatchObject({ result: 'skipped' })
  expect(exitCode).toBe(1)
})

test('certificate: plain http to another machine is a warning', async () => {
  const { find } = await examine(['http://nope.invalid/'])
  expect(find('certificate')).toMatchObject({
    result: 'warn',
    message: words('everybody on the way reads'),
    advice: words('https://'),
  })
})

test.each([
  ['self-signed', 60, 'not trusted: it signed itself', '--insecure'],
  ['expired', -1, 'the certificate expired on', 'renew it'],
])(
  'certificate: a %s one is exit 1, and a warning with --insecure',
  async (_, days, message, advice) => {
    let requests = 0
    const port = await startTlsEndpoint(makeCertificate('localhost', days), () => {
      requests += 1
    })
    const argv = [`https://localhost:${port}/?token=canary-0002`]
    const { find, exitCode, findings } = await examine(argv, { clock: systemClock })
    expect(find('connection')).toMatchObject({ result: 'pass' })
    expect(find('certificate')).toMatchObject({
      result: 'fail',
      message: words(message),
      advice: words(advice),
      evidence: { subject: 'localhost', issuer: 'localhost' },
    })
    expect(exitCode).toBe(1)
    expect(JSON.stringify(findings)).not.toContain('canary')
    const lenient = await examine([...argv, '--insecure'], { clock: systemClock })
    expect(lenient.find('certificate')).toMatchObject({ result: 'warn', message: words(message) })
    expect([lenient.exitCode, requests]).toEqual([0, 0])
  },
)

test('certificate: https to a port that speaks http is exit 1', async () => {
  const { port } = await startFixedEndpoint(204)
  const { find, exitCode } = await examine([`https://127.0.0.1:${port}/`])
  expect(find('certificate')).toMatchObject({
    result: 'fail',
    message: words('no TLS at'),
    advice: words('http://'),
  })
  expect(exitCode).toBe(1)
})

test('with --offline, an endpoint elsewhere is left alone, and one on this machine is not', async () => {
  const away = await examine(['https://nope.invalid/', '--offline', '--tunnel', 'none'])
  expect(away.find('dns')).toMatchObject({ result: 'skipped', message: words('--offline') })
  expect(away.exitCode).toBe(0)
  const { url } = await startFixedEndpoint(204)
  const here = await examine([url, '--offline', '--tunnel', 'none'])
  expect(here.find('connection')).toMatchObject({ result: 'pass' })
})

test('a URL that is none is wrong usage, and nothing is printed', async () => {
  const { exitCode, findings, stderr } = await examine(['ftp://x/'])
  expect({ exitCode, findings }).toEqual({ exitCode: 2, findings: [] })
  expect(stderr).toContain('"code":"BAD_URL"')
})
