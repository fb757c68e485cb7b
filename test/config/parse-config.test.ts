import { expect, test } from 'vitest'
import { closestName } from '../../src/config/closest-name.ts'
import { literalSecrets } from '../../src/config/literal-secrets.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { CliError } from '../../src/contract/errors.ts'

const parse = (text: string) => parseConfig('/c.json', text)

function refusal(text: string): Pick<CliError, 'code' | 'exitCode' | 'message' | 'hint'> {
  try {
    parse(text)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const { code, exitCode, message, hint } = error
    return { code, exitCode, message, hint }
  }
  throw new Error('it was taken')
}

test('an empty object and one with every kind of value are taken', () => {
  expect(parse('{}')).toEqual({})
  const config = {
    $schema: './x.json',
    url: 'https://example.com/hook',
    flow: ['full', 'id'],
    externalCustomerId: false,
    pace: 500,
    headers: { 'X-Api-Key': '${KEY}' },
    timeScale: '100x',
    seed: 7,
    duplicate: 0.5,
    vars: { country: 'MX' },
    report: ['junit', 'har'],
    profiles: { staging: { headers: ['X-A: 1'], pace: 'realistic', strict: true } },
  }
  expect(parse(JSON.stringify(config))).toEqual(config)
})

test.each([
  ['', '/c.json: not JSON at line 1, column 1: value expected'],
  ['{"url": }', '/c.json: not JSON at line 1, column 9: value expected'],
  ['{\n  "url": "x"\n  "flow": "y"\n}', '/c.json: not JSON at line 3, column 3: comma expected'],
  ['{ // why\n}', '/c.json: not JSON at line 1, column 3: invalid comment token'],
  ['{"a":\v1}', '/c.json: not JSON at line 1, column 6: invalid symbol'],
  ['{"a": "b\tc"}', '/c.json: not JSON at line 1, column 7: invalid character'],
  ['['.repeat(500_000), '/c.json: not JSON: nested too deep'],
  ['[]', '/c.json: expected an object, found a list'],
  ['null', '/c.json: expected an object, found null'],
  ['"x"', '/c.json: expected an object, found "x"'],
  ['{"__proto__": {}}', '/c.json: /__proto__: this key is not allowed'],
  [
    '{"profiles": {"a": {"__proto__": 1}}}',
    '/c.json: /profiles/a/__proto__: this key is not allowed',
  ],
  ['{"toString": 1}', '/c.json: /toString: this key is not known'],
  [
    '{"timeout": true}',
    `/c.json: /timeout: expected a duration: milliseconds, or a text like "30s", found true`,
  ],
  ['{"port": 70000}', '/c.json: /port: expected a whole number from 0 to 65535, found 70000'],
  ['{"port": 1.5}', '/c.json: /port: expected a whole number from 0 to 65535, found 1.5'],
  ['{"port": "80"}', '/c.json: /port: expected a whole number from 0 to 65535, found "80"'],
  ['{"drop": 2}', '/c.json: /drop: expected a number from 0 to 1, found 2'],
  ['{"strict": "yes"}', '/c.json: /strict: expected true or false, found "yes"'],
  ['{"retry": "often"}', '/c.json: /retry: expected one of vendor, legacy, none, found "often"'],
  [
    '{"report": ["pdf"]}',
    '/c.json: /report/0: expected one of junit, json, har, markdown, found "pdf"',
  ],
  ['{"vars": {"a/b~": 1}}', '/c.json: /vars/a~1b~0: expected a string, found 1'],
  ['{"statuses": "A"}', '/c.json: /statuses: expected a list of strings, found "A"'],
  ['{"url": {}}', '/c.json: /url: expected a string, found an object'],
  ['{"profiles": []}', '/c.json: /profiles: expected an object of profiles, found a list'],
  ['{"vars": []}', '/c.json: /vars: expected an object of names and values, found a list'],
  ['{"profiles": "a"}', '/c.json: /profiles: expected an object of profiles, found "a"'],
  ['{"profiles": {"a": []}}', '/c.json: /profiles/a: expected an object, found a list'],
  ['{"profiles": {"a": 1}}', '/c.json: /profiles/a: expected an object, found 1'],
  [
    `{"url": ${JSON.stringify(['x'.repeat(80)])}}`,
    '/c.json: /url: expected a string, found a list',
  ],
  [
    `{"strict": "${'x'.repeat(80)}"}`,
    `/c.json: /strict: expected true or false, found "${'x'.repeat(56)}...`,
  ],
])('%.60s is refused: where, what, and what was expected', (text, message) => {
  expect(refusal(text)).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2, message })
})

test.each([
  ['{"token": 123456789}', 'found a number'],
  ['{"clientSecret": null}', 'found null'],
  ['{"profiles": {"p": {"token": true}}}', 'found a boolean'],
  ['{"headers": {"X-Key": 123456789}}', 'found an object'],
  ['{"headers": "X-Key: canary-123456789"}', 'found a string'],
])('a secret of the wrong type is not shown: %s', (text, found) => {
  const { message } = refusal(text)
  expect(message).toContain(found)
  expect(message).not.toMatch(/123456789|canary/)
})

test('broken JSON is not quoted, as it may hold a secret', () => {
  expect(refusal('{"token": "canary-123456789" "x": 1}').message).not.toContain('canary')
})

test.each([
  ['{"timeuot": 1}', 'did you mean timeout?'],
  ['{"oauth-url": "x"}', 'did you mean oauthUrl?'],
  [
    '{"profiles": {"a": {"profiles": {}}}}',
    'the keys are the flags in camelCase: url, flow, headers, timeout',
  ],
  ['{"header": []}', 'did you mean headers?'],
])('an unknown key is refused with the likeliest one: %s', (text, hint) => {
  const { message, hint: found } = refusal(text)
  expect(message).toContain('this key is not known')
  expect(found).toBe(hint)
})

test.each([
  ['zzzzzz', undefined],
  ['', undefined],
  ['prot', 'port'],
  ['ports', 'port'],
  ['Report_Dir', 'reportDir'],
  ['reports', 'report'],
  ['tunelHosts', 'tunnelHost'],
  ['x'.repeat(1_000_000), undefined],
])('the likeliest name for %.20s is %s', (name, expected) => {
  expect(closestName(name, ['drop', 'pace', 'port', 'report', 'reportDir', 'tunnelHost'])).toBe(
    expected,
  )
})

test('literal secrets are found wherever they stand, references are none', () => {
  const config = parse(
    JSON.stringify({
      token: 'abc',
      clientSecret: '${S}',
      headers: { 'X/A': 'k', 'X-B': 'Key ${B}', 'X-C': '' },
      profiles: {
        p: { clientSecret: 'abc' },
        q: { headers: ['X-D: $${D}', 'X-E: ${E}'] },
      },
    }),
  )
  expect(literalSecrets(config)).toEqual([
    '/token',
    '/headers/X~1A',
    '/profiles/p/clientSecret',
    '/profiles/q/headers/0',
  ])
})
