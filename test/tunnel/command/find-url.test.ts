import { expect, test } from 'vitest'
import { findUrl } from '../../../src/tunnel/command/find-url.ts'

/** What the programs print, line by line, as their documentation and their sources show it. */
test.each([
  [
    'cloudflared',
    '2026-11-25T04:20:46Z INF |  https://quiet-lamp-river.trycloudflare.com                 |',
    'https://quiet-lamp-river.trycloudflare.com',
  ],
  [
    'ngrok',
    't=2026-11-25T04:20:46+0000 lvl=info msg="started tunnel" obj=tunnels name=command_line addr=http://localhost:4840 url=https://1a2b-3c.ngrok-free.app',
    'https://1a2b-3c.ngrok-free.app',
  ],
  [
    'bore',
    '2026-11-25T04:20:46.1Z  INFO bore_cli::client: listening at bore.pub:34567',
    'http://bore.pub:34567',
  ],
  [
    'serveo',
    '\u001b[32mForwarding HTTP traffic from https://abc.serveo.net\u001b[0m',
    'https://abc.serveo.net',
  ],
  [
    'localhost.run',
    'ab12.lhr.life tunneled with tls termination, https://ab12.lhr.life',
    'https://ab12.lhr.life',
  ],
  ['tailscale', 'https://machine.tail1234.ts.net/', 'https://machine.tail1234.ts.net'],
  ['localtunnel', 'your url is: https://loud-cat-12.loca.lt', 'https://loud-cat-12.loca.lt'],
  ['a sentence', 'It is at (http://tunnel.example:8080).', 'http://tunnel.example:8080'],
])('the public URL of %s is found', (_name, line, url) => {
  expect(findUrl(line, undefined)).toEqual({ url, isLocal: false })
})

test.each([
  'Thank you for trying Cloudflare Tunnel (https://www.cloudflare.com/website-terms/), so',
  'named tunnel by following: https://developers.cloudflare.com/cloudflare-one/connections/apps',
  'To set up custom domains go to https://admin.localhost.run/',
  'More details at https://localhost.run/docs/custom-domains',
  'favourite reverse tunnel at [https://twitter.com/localhost_run].',
  'dial tcp region1.v2.argotunnel.com:7844: i/o timeout',
  'connected to server remote_port=34567',
  'https://',
  'https://%zz',
  '',
])('%j holds no public URL', (line) => {
  expect(findUrl(line, undefined)).toBeNull()
})

test.each([
  ['forwarding to http://localhost:4840', 'http://localhost:4840'],
  ['http://127.0.0.1:4040', 'http://127.0.0.1:4040'],
  ['http://[::1]:4040/', 'http://[::1]:4040'],
  ['http://a.localhost:1', 'http://a.localhost:1'],
  ['listening at 127.0.0.1:999', 'http://127.0.0.1:999'],
])('an address of this machine is told as such: %j', (line, url) => {
  expect(findUrl(line, undefined)).toEqual({ url, isLocal: true })
})

test('a public URL goes before an address of this machine in the same line', () => {
  const line = 'http://localhost:4840 -> https://a.example'
  expect(findUrl(line, undefined)?.url).toBe('https://a.example')
})

test.each([
  [/at (\S+)/, 'open at tunnel.example:99 now', 'http://tunnel.example:99'],
  [/https:\S+/, 'see https://docs.example/a', 'https://docs.example'],
  [/url=(\S+)/, 'url=http://127.0.0.1:80', 'http://127.0.0.1'],
])('a pattern says what the URL is: %s', (pattern, line, url) => {
  expect(findUrl(line, pattern)).toEqual({ url, isLocal: false })
})

test.each(['nothing', 'at :::'])('a pattern that finds no URL in %j finds nothing', (line) => {
  expect(findUrl(line, /at (\S+)/)).toBeNull()
})
