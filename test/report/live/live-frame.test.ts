import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { toRequestRecord } from '../../../src/commands/listen/recorder.ts'
import { secretNames, withoutSecrets } from '../../../src/journal/headers.ts'
import type { ListenDesk } from '../../../src/report/listen/listen-desk.ts'
import { renderFrame } from '../../../src/report/live/live-frame.ts'
import type { LiveModel } from '../../../src/report/live/live-model.ts'
import { FIRST_VIEW, type LiveView } from '../../../src/report/live/live-view.ts'
import { createSessionLayouts } from '../../../src/report/live/session-lines.ts'
import { createStyle } from '../../../src/report/style.ts'
import { MemoryStream } from '../../helpers/test-context.ts'
import { notification, received } from './rows.ts'

const SESSION = {
  interviewId: '664283755e0f8e1b87fcc2ce',
  externalCustomerId: 'Customer#0001',
  statuses: ['ID_VALIDATION_FINISHED', 'EXPIRED', 'EXPIRED'],
}

const DESK: ListenDesk = {
  session: () => SESSION,
  latestSessions: () => ({ sessions: [SESSION], count: 1 }),
  toRecord: (each) => withoutSecrets(toRequestRecord(each), secretNames([])),
  replay: null,
  openJournal: null,
  quit: () => {},
}

function model(more: Partial<LiveModel> = {}, view: Partial<LiveView> = {}): LiveModel {
  const rows = [
    received(1, { content: notification('ID_VALIDATION_FINISHED') }),
    received(2),
    received(3, { httpStatus: 400, content: { kind: 'refused', code: 'bad_json', detail: 'x' } }),
    received(4, { httpStatus: null }),
  ].map((each) => ({ received: each, forward: null }))
  return {
    rows,
    view: { ...FIRST_VIEW, ...view },
    counts: { received: 4, refused: 1, rejected: 0 },
    ready: {
      url: 'http://127.0.0.1:4840',
      publicUrl: 'http://a.localhost',
      journal: '/tmp/j.ndjson',
      requiresToken: false,
    },
    tunnel: { state: 'up', publicUrl: 'http://a.localhost', detail: '' },
    notice: '',
    desk: DESK,
    layouts: createSessionLayouts(),
    hasToken: false,
    ...more,
  }
}

function frame(columns: number, rows: number, of = model()): string {
  const style = createStyle(new MemoryStream(columns), { NO_COLOR: '1' })
  return renderFrame(of, rows, style).lines.join('\n')
}

test('the list has the newest last, and the session of the selected request below it', () => {
  expect(frame(80, 20, model({}, { selectedSeq: 2 }))).toMatchInlineSnapshot(`
    "hookstep listen  tunnel up
    local    http://127.0.0.1:4840
    public   http://a.localhost
    journal  /tmp/j.ndjson

      03:04:05  ID_VALIDATION_FINISHED             c2ce  204
    ❯ 03:04:05  EXPIRED                            c2ce  204
      03:04:05  POST /hook                            -  400  bad_json
      03:04:05  EXPIRED                            c2ce  gone




    664283755e0f8e1b87fcc2ce  Customer#0001
      ID_VALIDATION_FINISHED → EXPIRED → EXPIRED
      EXPIRED repeated: this session has sent it before (R12, inferred)


    4 received, 1 refused
    ? help  q quit  ↑↓ select  return details  tab sessions  / filter  r replay"
  `)
})

test('a low and narrow window keeps the address, the requests and the keys', () => {
  expect(frame(20, 6)).toMatchInlineSnapshot(`
    "http://a.localhost …
      c2ce 204   EXPIRED
         - 400 ! POST /…
    ❯ c2ce gone ! EXPIR…
    4 received, 1 refus…
    ? help  q quit"
  `)
})

test('details, curl, sessions and help are pages of their own', () => {
  const page = (name: LiveView['page']): string =>
    frame(80, 40, model({}, { page: name, selectedSeq: 1 }))
  expect(page('details')).toContain('  Authorization: sha256:')
  expect(page('details')).toContain('status     ID_VALIDATION_FINISHED')
  expect(page('curl')).toContain("curl --request POST 'http://localhost/hook'")
  expect(page('sessions')).toContain('ID_VALIDATION_FINISHED → EXPIRED → EXPIRED')
  expect(page('help')).toMatch(/^q +end, with a summary/m)
})

test('in a narrow window a key that means much goes on beside it, not below it', () => {
  const help = frame(40, 40, model({}, { page: 'help' }))
  expect(help).toContain('\nesc      back; in the list, follow the\n         newest again\n')
})

test('without requests it waits, and says so where only the filter hides them', () => {
  expect(frame(80, 20, model({ rows: [] }))).toContain('waiting for the first notification')
  expect(frame(80, 20, model({}, { filter: 'zzz' }))).toContain('nothing fits the filter')
  expect(frame(80, 20, model({ rows: [] }, { page: 'details' }))).toContain('nothing is selected')
})

test('a new public URL takes the place of the first one', () => {
  const tunnel = { state: 'reopened', publicUrl: 'http://b.localhost', detail: '' } as const
  expect(frame(80, 20, model({ tunnel }))).toMatch(/public +http:\/\/b\.localhost/)
})

test('a frame takes no longer for large bodies, many statuses and many sessions', () => {
  const body = Buffer.from(JSON.stringify({ x: 'y '.repeat(500_000) }))
  const lines = Buffer.from(`${'z '.repeat(1000)}\n`.repeat(400))
  const rows = [body, lines].map((each, index) => ({
    received: received(index + 1, { body: each, sizeBytes: each.length }),
    forward: null,
  }))
  const long = { ...SESSION, statuses: Array.from({ length: 200 }, () => 'EXPIRED') }
  const sessions = Array.from({ length: 200 }, (_, index) => ({
    ...long,
    interviewId: `s${index}`,
  }))
  const desk = { ...DESK, session: () => long, latestSessions: () => ({ sessions, count: 10_000 }) }
  const large = (page: LiveView['page'], selectedSeq: number): string =>
    frame(80, 40, model({ rows, desk }, { page, selectedSeq }))
  const before = performance.now()
  for (const page of ['requests', 'details', 'curl'] as const) {
    expect([large(page, 1), large(page, 2)].join('').length).toBeLessThan(10_000)
  }
  expect(large('curl', 1)).toContain('hookstep journal show 1 --curl prints it whole')
  expect(large('sessions', 1)).toContain('188 earlier → EXPIRED')
  // Without bounds it takes minutes: this can only fail where they are missing.
  expect(performance.now() - before).toBeLessThan(10_000)
})

test('until the first token is issued, the view shows what its client must know', () => {
  const oauth = { tokenUrl: 'http://a/oauth/token', clientId: 'me', clientSecret: 'made-up' }
  const ready = { ...model().ready, oauth }
  expect(frame(80, 24, model({ ready }))).toMatch(/tokens +http:.*\nclient +me\nsecret +made-up/)
  expect(frame(80, 24, model({ ready, hasToken: true }))).not.toContain('made-up')
})

test('a secret in a query is shown nowhere in the list', () => {
  const path = '/hook?access_token=abcdefgh12345678&api_key=abcdefgh12345678'
  const refused = received(1, { path, content: { kind: 'refused', code: 'bad_json', detail: '' } })
  const rows = [{ received: refused, forward: null }]
  for (const page of ['requests', 'details'] as const) {
    expect(frame(120, 30, model({ rows }, { page }))).not.toContain('abcdefgh')
  }
})

const anyText = fc.string({ unit: 'binary', maxLength: 300 })

test('whatever comes, a frame has so many lines, none too wide, and nothing that a terminal acts on (C8)', () => {
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({ min: 20, max: 130 }),
        rows: fc.integer({ min: 1, max: 40 }),
        page: fc.constantFrom('requests', 'sessions', 'details', 'curl', 'help'),
        texts: fc.array(anyText, { minLength: 6, maxLength: 6 }),
      }),
      ({ columns, rows, page, texts: [status, id, path, code, filter, notice] }) => {
        const hostile = [
          received(1, { path: path as string, content: notification(status as string, id, id) }),
          received(2, {
            method: path as string,
            content: { kind: 'refused', code: code as string, detail: '' },
          }),
        ].map((each) => ({ received: each, forward: null }))
        const view = {
          ...FIRST_VIEW,
          page,
          filter: filter as string,
          isTyping: true,
          selectedSeq: 1,
        }
        const style = createStyle(new MemoryStream(columns), { NO_COLOR: '1' })
        const { lines } = renderFrame(
          model({ rows: hostile, view, notice: style.showMessage(notice as string) }),
          rows,
          style,
        )
        expect(lines).toHaveLength(rows)
        expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([])
        // oxlint-disable-next-line no-control-regex
        expect(
          lines.filter((line) => /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(line)),
        ).toEqual([])
      },
    ),
    { numRuns: 300 },
  )
})
