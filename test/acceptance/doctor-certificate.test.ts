import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeCertificate, startTlsEndpoint } from '../helpers/certificates.ts'
import { jsonLines } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** A process of its own: whom Node.js trusts is settled when it starts. */
const BIN = builtCopy()

test.each([
  [
    'localhost',
    60,
    'pass',
    /^a certificate of localhost, valid until \d{4}-\d\d-\d\d: (59|60) days$/,
  ],
  ['localhost', 10, 'warn', /: (9|10) days$/],
  ['elsewhere.invalid', 60, 'fail', /not trusted: it is for another name/],
])(
  'doctor judges a trusted certificate for %s, %d days: %s',
  async (name, days, result, message) => {
    const certificate = makeCertificate(name, days)
    const url = `https://localhost:${await startTlsEndpoint(certificate)}/`
    const args = [BIN, 'doctor', url, '--tunnel', 'none', '--port', '0', '--json']
    const state = makeTempDir()
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate.path, XDG_STATE_HOME: state }
    const child = spawn(process.execPath, args, { env, cwd: makeTempDir() })
    onTestFinished(() => void child.kill('SIGKILL'))
    const records = jsonLines(await text(child.stdout))
    expect(records.find(({ rule }) => rule === 'certificate')).toMatchObject({
      result,
      message: expect.stringMatching(message) as string,
    })
  },
)
