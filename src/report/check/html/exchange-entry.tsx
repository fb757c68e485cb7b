import type { JSX } from 'preact'
import { headerValues, type Answer } from '../../../contract/acknowledgement.ts'
import { describeOutcome } from '../../../contract/rules/describe-outcome.ts'
import type { CheckExchange, CheckRequest } from '../../../contract/rules/evidence.ts'
import { isEncoded } from '../../har/har-response.ts'
import { Breakable } from '../../html/breakable.tsx'
import { Copyable } from '../../html/copyable.tsx'
import { Icon } from '../../html/mark.tsx'
import { byteSize, fineDuration } from '../../text/units.ts'
import { viewBody, type BodyView } from './body-view.ts'
import { curlOf } from './curl-of.ts'
import { markOf } from './marks.ts'
import type { Shown } from './shown.ts'

export interface ExchangeProps {
  readonly exchange: CheckExchange
  readonly shown: Shown
  /** In characters. */
  readonly mostOfBody: number
  /** True where the endpoint ought to say no: then the verdict of the vendor's rule is no flaw. */
  readonly wantsRejection: boolean
}

/** One request and what came back, folded: the line that stays says what it was. */
export function ExchangeEntry(props: ExchangeProps): JSX.Element {
  const { exchange, shown, wantsRejection } = props
  const { label, outcome, request } = exchange
  return (
    <li>
      <details class="exchange">
        <summary>
          {wantsRejection ? null : <Icon kind={markOf(exchange)} />}
          <span class="label">
            <Breakable text={shown.message(label)} />
          </span>
          <span class="outcome">
            {`${shown.message(describeOutcome(exchange))} `}
            <span class="quiet">{fineDuration(outcome.timings.totalMs)}</span>
          </span>
        </summary>
        <div class="messages">
          <Request request={request} shown={shown} mostOfBody={props.mostOfBody} />
          <Reply exchange={exchange} shown={shown} mostOfBody={props.mostOfBody} />
        </div>
        <Curl request={request} shown={shown} />
      </details>
    </li>
  )
}

function Request({
  request,
  shown,
  mostOfBody,
}: Pick<ExchangeProps, 'shown' | 'mostOfBody'> & { readonly request: CheckRequest }): JSX.Element {
  const { method, url, headers, body, framing } = request
  return (
    <section class="message">
      <h6>Request</h6>
      <pre>
        <b>{`${method} ${shown.url(url)}`}</b>
        {headerLines(headers, shown)}
      </pre>
      {framing === 'plain' ? null : <p class="quiet">{`sent ${FRAMINGS[framing]}`}</p>}
      <Body view={viewBody(body, mostOfBody, shown.redact)} />
    </section>
  )
}

const FRAMINGS: Readonly<Record<Exclude<CheckRequest['framing'], 'plain'>, string>> = {
  chunked: 'in three chunks',
  'expect-continue': 'with Expect: 100-continue, the body after it',
  'http-1.0': 'as HTTP/1.0',
  'kept-alive': 'as the second request on a connection that was kept',
  'late-body': 'with the second half of the body late',
  abandoned: 'in part: the client went away in the middle of the body',
}

function Reply({
  exchange,
  shown,
  mostOfBody,
}: Pick<ExchangeProps, 'exchange' | 'shown' | 'mostOfBody'>): JSX.Element {
  const { outcome } = exchange
  if (outcome.kind === 'failure') {
    const { code, detail } = outcome.failure
    return (
      <section class="message">
        <h6>No answer</h6>
        <pre>
          <b>{code}</b>
          {`\n${shown.message(detail)}`}
        </pre>
      </section>
    )
  }
  return (
    <section class="message">
      <h6>Answer</h6>
      <pre>
        <b>{outcome.answer.httpStatus}</b>
        {headerLines(outcome.answer.headers, shown)}
      </pre>
      <Body view={viewAnswer(outcome.answer, mostOfBody, shown)} />
    </section>
  )
}

function viewAnswer(answer: Answer, mostOfBody: number, { redact, message }: Shown): BodyView {
  const { body, isBodyCut } = answer
  if (isEncoded(answer) && body.length > 0) {
    const encoding = message(headerValues(answer, 'content-encoding').join(', '))
    const size = byteSize(body.length)
    return { text: '', note: `${size} of ${encoding}, left out: no secret would be found in it` }
  }
  const view = viewBody(body, mostOfBody, redact)
  const note = view.note === '' ? byteSize(body.length) : view.note
  return isBodyCut ? { ...view, note: `${note}, where reading ended` } : view
}

function Body({ view: { text, note } }: { readonly view: BodyView }): JSX.Element {
  return (
    <>
      {text === '' ? null : <pre class="body">{text}</pre>}
      {note === '' ? null : <p class="quiet">{note}</p>}
    </>
  )
}

/** An answer can have thousands. */
const MOST_HEADERS = 40

function headerLines(headers: Answer['headers'], shown: Shown): string {
  const lines = headers
    .slice(0, MOST_HEADERS)
    .map(([name, value]) => `\n${shown.header('', name)}: ${shown.header(name, value)}`)
  const hidden = headers.length - MOST_HEADERS
  return lines.join('') + (hidden > 0 ? `\nand ${hidden} more` : '')
}

function Curl({
  request,
  shown,
}: Pick<ExchangeProps, 'shown'> & { readonly request: CheckRequest }): JSX.Element {
  const command = curlOf(request, shown)
  if (command === null) return <p class="quiet">The body is too long for a curl command here.</p>
  return (
    <>
      {request.framing === 'plain' ? null : (
        <p class="quiet">curl sends it in its own way: whole, and over a connection of its own.</p>
      )}
      <Copyable name="curl" text={command} />
    </>
  )
}
