import { startEndpoint, type Endpoint } from './endpoint.ts'

/** An authorization server that gives this token for an hour, and keeps what it was asked. */
export async function startTokenEndpoint(token: string): Promise<Endpoint> {
  const body = { access_token: token, token_type: 'Bearer', expires_in: 3600 }
  return startEndpoint((response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}
