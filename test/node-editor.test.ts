import { once } from 'node:events'
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { editText } from '../src/node-editor.ts'
import { makeTempDir } from './helpers/temp-dir.ts'

const idle = new AbortController().signal

/** An editor that is a shell script; it writes where its file lies to `place`. */
function makeEditor(script: string) {
  const dir = makeTempDir()
  const place = join(dir, 'place')
  writeFileSync(
    join(dir, 'editor.sh'),
    `printf %s "$2" > '${place}.new'; mv '${place}.new' '${place}'\n${script}\n`,
  )
  const folder = (): string => dirname(readFileSync(place, 'utf8'))
  return {
    dir,
    place,
    folder,
    env: { EDITOR: `MADE_BY=test sh '${join(dir, 'editor.sh')}' --wait` },
  }
}

test('editText gives what the editor saved, and leaves no folder behind', async () => {
  const { env, folder } = makeEditor('printf " by $MADE_BY" >> "$2"')
  expect(await editText('a', env, idle)).toBe('a by test')
  expect(existsSync(folder())).toBe(false)
})

test.each([
  ['exit 4', 'the editor ended with 4: '],
  ['kill -9 $$', 'the editor ended with a signal: '],
])(
  'an editor that ends with %j is EDITOR_FAILED, and no folder is left',
  async (script, message) => {
    const { env, folder } = makeEditor(script)
    await expect(editText('a', env, idle)).rejects.toMatchObject({
      code: 'EDITOR_FAILED',
      exitCode: 3,
      message: expect.stringContaining(message) as string,
    })
    expect(existsSync(folder())).toBe(false)
  },
)

test('without an editor it is NO_EDITOR', async () => {
  await expect(editText('a', { EDITOR: '' }, idle)).rejects.toMatchObject({ code: 'NO_EDITOR' })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])(
  'an abort by %s ends the editor with exit %d and leaves no folder',
  async (interruptedBy, exitCode) => {
    const { dir, env, place, folder } = makeEditor('exec sleep 600')
    const controller = new AbortController()
    const watcher = watch(dir)
    const editing = editText('a', env, controller.signal)
    const ended = editing.catch((error: unknown) => error)
    while (!existsSync(place)) await once(watcher, 'change')
    watcher.close()
    expect(existsSync(folder())).toBe(true)
    controller.abort({ interruptedBy })
    expect(await ended).toMatchObject({ code: 'INTERRUPTED', exitCode })
    expect(existsSync(folder())).toBe(false)
  },
)
