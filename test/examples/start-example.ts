import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

export const EXAMPLES = ['express', 'fastify', 'next', 'python'] as const

export type ExampleName = (typeof EXAMPLES)[number]

const COMMANDS: Readonly<Record<ExampleName, readonly [program: string, file: string]>> = {
  express: [process.execPath, 'examples/express/server.js'],
  fastify: [process.execPath, 'examples/fastify/server.js'],
  next: [process.execPath, 'test/examples/serve-next.mjs'],
  python: ['python3', 'examples/python/server.py'],
}

/** An example endpoint that runs as a program of its own. */
export interface Example {
  /** Its notifications go here. */
  readonly url: string
  /** Resolves as soon as what it has printed so far matches. */
  readonly printed: (pattern: RegExp) => Promise<void>
  /** All that it has printed. */
  readonly output: () => string
  /** Ends it as a platform would, with SIGTERM; resolves with its exit code. */
  readonly stop: () => Promise<number | null>
}

export interface ExampleOptions {
  /** The one that it asks for. @default none */
  readonly token?: string
}

/** Starts an example on a free port of this machine; it is ended with the test. */
export async function startExample(name: ExampleName, options?: ExampleOptions): Promise<Example> {
  const example = await launchExample(name, options)
  onTestFinished(async () => void (await example.stop()))
  return example
}

/** The same for several tests: whoever starts it stops it. */
export async function launchExample(
  name: ExampleName,
  { token }: ExampleOptions = {},
): Promise<Example> {
  const [program, file] = COMMANDS[name]
  const { WEBHOOK_TOKEN: _ours, ...env } = process.env
  const own = { PORT: '0', ...(token === undefined ? {} : { WEBHOOK_TOKEN: token }) }
  const child = spawn(program, [file], {
    env: { ...env, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      child.emit('printed')
    })
  }
  const match = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text)
      if (found !== null) return found
      const news = await Promise.race([once(child, 'printed'), ended.then(() => null)])
      if (news === null) throw new Error(`${name} ended, and printed: ${text}`)
    }
  }
  const [, url = ''] = await match(/^listening on (\S+)$/m)
  return { url, output: () => text, printed: async (pattern) => void (await match(pattern)), stop }
}
