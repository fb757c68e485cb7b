import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endFamily } from './processes.ts'

test('a family whose process has ended meanwhile is ended', async () => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  expect(() => endFamily(Number(child.pid))).not.toThrow()
})
