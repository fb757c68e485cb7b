import { choice, duration, flag, headers, text, textOrFalse, whole } from './setting-kinds.ts'

/** The keys that are flags of `listen`. */
export const receiverSettings = {
  port: whole(0, 65_535, 'The port to listen on; 0 takes a free one: --port.'),
  tunnel: choice(['localtunnel', 'simulated', 'none'], 'The way in: --tunnel.'),
  tunnelHost: text('The relay of the tunnel: --tunnel-host.'),
  subdomain: text('The name to ask the relay for: --subdomain.'),
  requireSubdomain: flag('End when another name is given: --require-subdomain.'),
  requireTunnel: flag('End when the tunnel cannot be opened: --require-tunnel.'),
  tunnelTimeout: duration('How long to try to open the tunnel: --tunnel-timeout.'),
  respond: whole(200, 599, 'The HTTP status to answer with: --respond.'),
  respondBody: text('The body to answer with: --respond-body.'),
  respondType: text('The Content-Type to answer with: --respond-type.'),
  respondDelay: duration('How long to wait before the answer: --respond-delay.'),
  requireToken: text('The bearer token to ask for, written as ${VARIABLE}: --require-token.'),
  requireHeaders: headers('Headers to ask for, secrets written as ${VARIABLE}: --require-header.'),
  oauth: flag('Issue tokens at /oauth/token, and ask for one: --oauth.'),
  tokenTtl: duration('How long a token of --oauth lives: --token-ttl.'),
  jwksUrl: text('The keys of your own provider, whose tokens are asked for: --jwks-url.'),
  issuer: text('What the iss of such a token must be: --issuer.'),
  audience: text('What the aud of such a token must be or hold: --audience.'),
  requireScope: text('The scopes that a token must have, separated by spaces: --require-scope.'),
  journal: textOrFalse(
    'The file that keeps what is received, relative to this file; false keeps nothing: --journal.',
  ),
  forwardTo: text('The app that notifications are passed on to: --forward-to.'),
  forwardTimeout: duration('How long the app may take: --forward-timeout.'),
  forwardHeaders: headers('Headers to add to what is passed on: --forward-header.'),
  ackFirst: flag('Answer 204 before the app is asked: --ack-first.'),
}
