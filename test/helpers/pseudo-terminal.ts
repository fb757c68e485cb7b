import { spawn, spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { BUILT_BIN } from './built-copy.ts'

export const DOWN = '\u001b[B'
export const ENTER = '\r'
export const CTRL_C = '\u0003'
export const CTRL_D = '\u0004'

/** A pseudo-terminal needs `script` of util-linux. */
export const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes(
  'util-linux',
)

/** hookstep in a real pseudo-terminal of 100 columns and 40 rows. */
export interface Terminal {
  /** Resolves once the screen, from where the last `until` ended, shows this text; gives the first group of a pattern. */
  until(wanted: string | RegExp): Promise<string>
  type(keys: string): void
  /** From now on nobody reads the screen, as after Ctrl+S; until `resume`. */
  pause(): void
  resume(): void
  /** The exit code of hookstep, and the settings of the terminal after it. */
  readonly done: Promise<{ exitCode: number | null; settings: string; screen: string }>
}

/**
 * Starts the hookstep of `builtCopy` in a pseudo-terminal. Keys are sent when what they answer is shown, never after a sleep;
 * afterwards `stty` tells how hookstep left it.
 */
export function open(args: string, cwd: string, env: Record<string, string> = {}): Terminal {
  mkdirSync(cwd, { recursive: true })
  const shell = `trap : INT; stty cols 100 rows 40; '${process.execPath}' '${BUILT_BIN}' ${args}; code=$?; echo; stty -a; exit $code`
  const child = spawn('script', ['-qfec', shell, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1', ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const news = new EventEmitter()
  let screen = ''
  let seen = 0
  let isClosed = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
    news.emit('more')
  })
  child.once('close', () => {
    isClosed = true
    news.emit('more')
  })
  const until = async (wanted: string | RegExp): Promise<string> => {
    for (;;) {
      const found = find(screen.slice(seen), wanted)
      if (found !== null) {
        seen += found.end
        return found.group
      }
      if (isClosed) throw new Error(`no ${String(wanted)} in: ${screen}`)
      await once(news, 'more')
    }
  }
  const done = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    settings: screen.slice(screen.indexOf('speed ')),
    screen,
  }))
  return {
    until,
    done,
    type: (keys) => void child.stdin.write(keys),
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
  }
}

function find(text: string, wanted: string | RegExp): { group: string; end: number } | null {
  if (typeof wanted === 'string') {
    const at = text.indexOf(wanted)
    return at === -1 ? null : { group: wanted, end: at + wanted.length }
  }
  const match = wanted.exec(text)
  return match && { group: match[1] ?? match[0], end: match.index + match[0].length }
}
