import { expect, test } from 'vitest'
import { createCommandWay } from '../../../src/tunnel/command/command-way.ts'
import { tunnelRig } from '../rig.ts'

test.each([
  ['bore local 3000 --to example.com', 'bore'],
  ['./bin/tunnel --token hunter2', './bin/tunnel'],
  ['TOKEN=hunter2 ngrok http 3000', 'ngrok'],
  ["TOKEN='my hunter2 pass' A=1 ngrok http 3000", 'ngrok'],
  ['TOKEN="my \\" hunter2 pass" ngrok http 3000', 'ngrok'],
  ['TOKEN=my\\ hunter2 ngrok http 3000', 'ngrok'],
  ['TOKEN="never hunter2 closed', 'the tunnel command'],
  ['$HOME/bin/tunnel', 'the tunnel command'],
  ['TOKEN=$SECRET ngrok http 3000', 'ngrok'],
  ['TOKEN=$(echo hunter2 x) ngrok http 3000', 'the tunnel command'],
  ['TOKEN="$(cat my token)" ngrok http 3000', 'the tunnel command'],
  ['TOKEN=`echo hunter2 x` ngrok http 3000', 'the tunnel command'],
  ['TOKEN=${OTHER:-my hunter2 pass} ngrok http 3000', 'the tunnel command'],
])('of %j people are told the program alone', (command, name) => {
  const { options } = tunnelRig({ localPort: 1, relayUrl: 'http://127.0.0.1:1' })
  expect(createCommandWay({ ...options, command }).opening).toBe(`starting ${name}`)
})
