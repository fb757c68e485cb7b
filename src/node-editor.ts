import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './context.ts'
import { CliError } from './contract/errors.ts'

/**
 * Opens `$VISUAL` or `$EDITOR` on a text and returns the text as it was saved. Throws `NO_EDITOR`,
 * exit 2, where neither is set, and `EDITOR_FAILED`, exit 3, when it ends with an error.
 */
export async function editText(text: string, env: Environment): Promise<string> {
  const editor = env['VISUAL'] || env['EDITOR']
  if (!editor) throw new CliError('NO_EDITOR', 'no editor is set', { hint: 'EDITOR=nano' })
  const folder = await mkdtemp(join(tmpdir(), 'hookstep-'))
  const file = join(folder, 'notification.json')
  try {
    await writeFile(file, text, { mode: 0o600 })
    await runEditor(editor, file)
    return await readFile(file, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The variable may hold arguments (`code --wait`), so a shell reads it; the file is an argument of its own. */
async function runEditor(editor: string, file: string): Promise<void> {
  const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code === 0) return
  throw new CliError('EDITOR_FAILED', `the editor ended with ${code ?? 'a signal'}: ${editor}`, {
    exitCode: 3,
    hint: 'EDITOR=nano',
  })
}
