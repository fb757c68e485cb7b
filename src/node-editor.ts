import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment, Interruption } from './context.ts'
import { CliError, SIGNAL_EXIT_CODES } from './contract/errors.ts'

/**
 * Opens `$VISUAL` or `$EDITOR` on a text and returns the text as it was saved; `signal` ends the editor.
 * Throws `NO_EDITOR`, exit 2, where neither is set, `EDITOR_FAILED`, exit 3, when it ends with an error,
 * and `INTERRUPTED`. The caller sees to it that Ctrl+C, a key of the editor, does not end hookstep.
 */
export async function editText(
  text: string,
  env: Environment,
  signal: AbortSignal,
): Promise<string> {
  const editor = env['VISUAL'] || env['EDITOR']
  if (!editor) throw new CliError('NO_EDITOR', 'no editor is set', { hint: 'EDITOR=nano' })
  const folder = await mkdtemp(join(tmpdir(), 'hookstep-'))
  const file = join(folder, 'notification.json')
  try {
    await writeFile(file, text, { mode: 0o600 })
    await runEditor(editor, file, signal)
    return await readFile(file, 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * The variable may hold arguments and settings (`LANG=C code --wait`), so a shell reads it; the file is an
 * argument of its own. The shell makes way for the editor: it would die of the Ctrl+C that is the
 * editor's, and keep a signal to end from it.
 */
async function runEditor(editor: string, file: string, signal: AbortSignal): Promise<void> {
  const child = spawn('sh', ['-c', `exec env ${editor} "$1"`, 'sh', file], {
    stdio: 'inherit',
    signal,
  })
  const code = await exitCodeOf(child, signal)
  if (code === 0) return
  throw new CliError('EDITOR_FAILED', `the editor ended with ${code ?? 'a signal'}: ${editor}`, {
    exitCode: 3,
    hint: 'EDITOR=nano',
  })
}

/** The exit code; null after a signal. */
async function exitCodeOf(child: ChildProcess, signal: AbortSignal): Promise<number | null> {
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  } catch (cause) {
    if (!signal.aborted) throw cause
    const { interruptedBy } = signal.reason as Interruption
    const exitCode = SIGNAL_EXIT_CODES[interruptedBy]
    throw new CliError('INTERRUPTED', 'broken off in the editor', { exitCode, cause })
  }
}
