import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../../src/contract/check-report.ts'
import { WRONG_SECRET } from '../../../src/contract/rules/probe.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { renderCheckHtml } from '../../../src/report/check/html/render-check-html.tsx'
import { createSecretStore } from '../../../src/secret-store.ts'
import { parsePage } from '../../helpers/parsed-page.ts'
import { answer, CANARY, failure, HOSTILE, redactCanary } from '../../helpers/sequence-run.ts'
import { makeChecked } from '../../helpers/check-report.ts'
import { makeExchange, makeReport, makeWholeReport } from './make-check-report.ts'

const identity = (text: string): string => text

/** A report in which every text from outside is this one. */
function reportOf(text: string): CheckReport {
  const headers = [
    ['Location', text],
    ['X-Own', text],
    [`X-${text}`, text],
  ] as const
  const request = { url: text, headers, body: Buffer.from(text) }
  const outcomes = [answer(302, headers, text), failure('RESET', text)]
  const exchanges = [...outcomes, ...outcomes].map((outcome, index) =>
    makeExchange({
      label: text,
      interviewId: text,
      onboardingStatus: index < 2 ? 'EXPIRED' : text,
      request,
      outcome,
    }),
  )
  return makeReport(
    [
      makeChecked('SUR-FLOWS', 'fail', text, exchanges),
      makeChecked('ACK-FINISHED', 'warn', text, exchanges),
      makeChecked('REF-DEEP', 'skipped', text, exchanges),
      makeChecked('AUTH-NONE', 'pass', text, exchanges),
    ],
    { url: text },
  )
}

const REPORTS: readonly (readonly [string, () => CheckReport])[] = [
  ['of all rules', makeWholeReport],
  ['of nothing', () => makeReport([])],
  ['of hostile text', () => reportOf(HOSTILE)],
  ['that stopped', () => makeReport([], { stoppedAfter: 'REF-DEEP' })],
]

test.each(REPORTS)('the page of a report %s is valid HTML', async (_what, make) => {
  const loader = new StaticConfigLoader({ extends: ['html-validate:standard'] })
  const html = renderCheckHtml(make(), identity)
  const { results } = await new HtmlValidate(loader).validateString(html)
  const problems = results.flatMap(({ messages }) => messages)
  expect(problems.map(({ ruleId, message, line }) => [ruleId, message, line])).toEqual([])
})

test.each(REPORTS)('the policy of a page %s lets in what is in it, and no more', (_what, make) => {
  const page = parsePage(renderCheckHtml(make(), identity))
  const [style, script] = [page.elements('style'), page.elements('script')]
  expect([style.length, script.length]).toEqual([1, 1])
  const hash = (text = ''): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const [policy] = page
    .elements('meta')
    .filter(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')
  expect(policy?.attributes['content']?.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hash(style[0]?.text)}`,
    `script-src ${hash(script[0]?.text)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect(style[0]?.text).not.toMatch(/url\(|@import/)
})

test.each(REPORTS)('a page %s refers to nothing but itself', (_what, make) => {
  for (const { name, attributes } of parsePage(renderCheckHtml(make(), identity)).elements()) {
    const names = Object.keys(attributes)
    expect(names.filter((each) => /^on|^(style|src|srcset|action|formaction)$/.test(each))).toEqual(
      [],
    )
    expect(attributes['href'] ?? '#').toMatch(/^#[\w-]+$|^#$/)
    expect(['img', 'iframe', 'object', 'embed', 'link', 'base', 'form']).not.toContain(name)
  }
})

function skeleton(text: string): string {
  return parsePage(renderCheckHtml(reportOf(text), identity)).skeleton
}

const HARMLESS = skeleton('plain')

test.each([
  HOSTILE,
  '</script><script>alert(1)</script>',
  '</style><img src=x onerror=alert(1)>',
  '</title></textarea></pre></details><form action=//evil.example>',
  '"><svg onload=alert(1)>',
  "' onfocus=alert(1) autofocus x='",
  '<!--',
  ']]><![CDATA[',
  'javascript:alert(1)',
  '&lt;script&gt;&#x3c;script&#x3e;',
  '${alert(1)}',
])('what a stranger sends is text on the page: %j', (text) => {
  expect(skeleton(text) === HARMLESS).toBe(true)
})

test('whatever a stranger sends, the page is built alike', () => {
  const signs = ['<a', '<b ', '</p', '</pre>', '</script', '<style>', '<!--', '-->', '<', '>']
  const piece = fc.constantFrom(...signs, '"', "'", '&', '/', '=', '\0', 'x', ' ')
  const text = fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 10 }).map((pieces) => pieces.join('')),
    fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
  )
  fc.assert(
    fc.property(text, (hostile) => skeleton(hostile) === HARMLESS),
    { numRuns: 40 },
  )
}, 60_000)

test('the check of the skeleton can fail', () => {
  const html = renderCheckHtml(reportOf('plain'), identity)
  expect(parsePage(html.replace(/>plain</, '><b>plain</b><')).skeleton).not.toBe(HARMLESS)
})

test('control characters are written out, and line breaks stay', () => {
  const { elements } = parsePage(
    renderCheckHtml(reportOf('a\u001b[2J\u202eb\u009b\u0000\nc'), identity),
  )
  const text = elements('body')[0]?.text
  expect(text).toContain('a\\x1b[2J\\u202eb\\x9b\\x00\nc')
  // oxlint-disable-next-line no-misleading-character-class
  expect(text).not.toMatch(/[\0-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})

/** The canary wherever it can stand, in whatever form. */
function leakyReport(): CheckReport {
  const bytes = Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from(CANARY)])
  const headers = [
    ['Authorization', `Bearer ${CANARY}`],
    ['X-Api-Key', CANARY],
    ['Cookie', `sid=${CANARY}`],
    ['Set-Cookie', `sid=${CANARY}; HttpOnly`],
    ['X-Echo', `you sent ${encodeURIComponent(CANARY)}`],
    ['Location', `https://example.org/?access_token=${CANARY}`],
  ] as const
  const url = `http://127.0.0.1:3000/hook?access_token=${CANARY}`
  const request = { url, headers, body: Buffer.from(`{"a":"${CANARY}"}`) }
  const label = `x ${CANARY}`
  const outcomes = [
    answer(302, headers, CANARY),
    answer(200, headers, bytes),
    answer(200, [['Content-Encoding', 'gzip'], ...headers], gzipSync(CANARY, { level: 0 })),
    // It begins in what is shown, and ends beyond.
    answer(200, headers, `${'x'.repeat(2048 - 10)}${CANARY}`),
    failure('RESET', `read ${CANARY}`),
  ]
  const exchanges = outcomes.map((outcome) => makeExchange({ label, request, outcome }))
  const binary = makeExchange({ label, request: { ...request, body: bytes } })
  const found = (['fail', 'warn', 'pass'] as const).map((result, index) =>
    makeChecked(['SUR-FLOWS', 'ACK-ID', 'AUTH-QUERY'][index] as string, result, label, [
      binary,
      ...exchanges,
    ]),
  )
  return makeReport(found, { url })
}

test('no secret is on the page, in any of its forms', () => {
  const store = createSecretStore()
  store.add(CANARY)
  const html = renderCheckHtml(leakyReport(), store.redact)
  for (const encoding of ['utf8', 'base64', 'base64url'] as const) {
    expect(html).not.toContain(Buffer.from(CANARY).toString(encoding))
  }
  expect(html.replaceAll(' ', '')).not.toContain(Buffer.from(CANARY).toString('hex'))
  expect(html).not.toContain(CANARY.slice(0, 10))
  expect(renderCheckHtml(leakyReport(), identity)).toContain(CANARY)
})

test('secret headers are cut even where no secret is known', () => {
  const headers = [
    ['Authorization', `Bearer ${CANARY}`],
    ['X-Api-Key', CANARY],
  ] as const
  const exchange = makeExchange({ request: { headers }, outcome: answer(204, headers) })
  const html = renderCheckHtml(
    makeReport([makeChecked('ACK-ID', 'fail', 'x', [exchange])]),
    identity,
  )
  expect(html).not.toContain(CANARY)
  expect(html.match(/X-Api-Key: …alue/g)).toHaveLength(2)
})

test('what is wrong on purpose stays to be seen, in the request and in the curl command', () => {
  const headers = [
    ['x-api-key', WRONG_SECRET],
    ['authorization', `Bearer ${WRONG_SECRET}`],
  ] as const
  const exchange = makeExchange({ request: { headers, credentials: 'wrong' } })
  const report = makeReport([makeChecked('AUTH-WRONG', 'fail', 'x', [exchange])])
  const { text } = parsePage(renderCheckHtml(report, identity)).byId('AUTH-WRONG')
  expect(text).toContain(`x-api-key: ${WRONG_SECRET}\n`)
  expect(text).toContain(`--header 'authorization: Bearer ${WRONG_SECRET}'`)
})

test.each([
  ['right', 'Bearer', '"authorization: Bearer $HOOKSTEP_TOKEN"'],
  ['lower-case-scheme', 'bearer', '"authorization: bearer $HOOKSTEP_TOKEN"'],
  ['expired', 'Bearer', '"authorization: $HOOKSTEP_HEADER_AUTHORIZATION"'],
  ['basic', 'Basic', '"authorization: $HOOKSTEP_HEADER_AUTHORIZATION"'],
  ['wrong-same-length', 'Bearer', '"authorization: $HOOKSTEP_HEADER_AUTHORIZATION"'],
] as const)('a token that is %s is a variable of the curl command', (credentials, scheme, is) => {
  const headers = [['authorization', `${scheme} ${CANARY}`]] as const
  const exchange = makeExchange({ request: { headers, credentials } })
  const report = makeReport([makeChecked('AUTH-TOKEN', 'pass', 'x', [exchange])])
  const html = renderCheckHtml(report, identity)
  expect(parsePage(html).byId('AUTH-TOKEN').text).toContain(`--header ${is}`)
  expect(html).not.toContain(CANARY)
})

test('a page of all rules stays below 1 MB', () => {
  expect(renderCheckHtml(makeWholeReport(), redactCanary).length).toBeLessThan(600_000)
})

test('a page stays below 1 MB where every rule fails with a page of text', () => {
  const headers = [['Content-Type', 'text/html; charset=utf-8']] as const
  const outcome = answer(
    500,
    headers,
    '<p class="error">a line of a long page of an error</p>\n'.repeat(20_000),
  )
  const exchange = makeExchange({ outcome, request: { body: Buffer.alloc(2_000_000, 'x') } })
  const failed = RULES.map(({ id }) => makeChecked(id, 'fail', 'x'.repeat(5000), [exchange]))
  const html = renderCheckHtml(makeReport(failed), redactCanary)
  expect(html.length).toBeLessThan(1_000_000)
  const { words } = parsePage(html).byId('REF-LARGE')
  expect(words).toContain('the beginning of 1.9 MiB')
  expect(words).toContain('The body is too long for a curl command here.')
})
