import type { TokenClient, TokenRequest } from '../../contract/token-request.ts'
import { indented, type Style } from '../style.ts'
import { clockTime, duration } from './units.ts'

const NOTE_INDENT = 10

/** What the client of the receiver's own token endpoint must know, below the receiver's addresses. */
export function renderTokenClient(client: TokenClient, style: Style): string[] {
  const { tokenUrl, clientId, clientSecret } = client
  const { bold, cyan, dim } = style.paint
  const secret =
    clientSecret === undefined
      ? []
      : [
          `  secret  ${bold(clientSecret)}`,
          indented(dim('Made up for this run, and not shown again.'), NOTE_INDENT, style),
        ]
  return [
    `  tokens  ${cyan(style.show(tokenUrl))}`,
    `  client  ${bold(style.show(clientId))}`,
    ...secret,
  ]
}

/** One request to the receiver's own token endpoint: who got a token, or why nobody did. */
export function renderTokenRequest(request: TokenRequest, style: Style): string {
  const { outcome, httpStatus } = request
  const time = style.paint.dim(clockTime(request.receivedAt))
  const answered = httpStatus === null ? 'no answer' : String(httpStatus)
  if (outcome.kind === 'refused') {
    const head = `${time}  ${style.paint.red(`token refused ${answered}`)}`
    const note = style.paint.yellow(`${outcome.code}: ${style.show(outcome.detail)}`)
    return `${indented(head, 0, style)}\n${indented(note, NOTE_INDENT, style)}\n`
  }
  const { clientId, expiresIn, scopes } = outcome
  const scope = scopes.length === 0 ? '' : `, scope ${scopes.join(' ')}`
  const facts = `to ${style.show(clientId)} for ${duration(expiresIn * 1000)}${scope}`
  const head = indented(`${time}  ${style.paint.green('token issued')} ${facts}`, 0, style)
  if (httpStatus !== null) return `${head}\n`
  const note = style.paint.yellow('the client was gone before our answer')
  return `${head}\n${indented(note, NOTE_INDENT, style)}\n`
}
