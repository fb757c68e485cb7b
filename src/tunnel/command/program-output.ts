import { EventEmitter, once } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { cutShort } from '../reason.ts'
import { findUrl } from './find-url.ts'
import { LineSplitter } from './line-splitter.ts'
import type { OutputSource } from './program.ts'

const MOST_LINES = 3

export interface ProgramOutputOptions {
  /** Finds the URL in a line. @default the first address that is not one of this machine */
  readonly pattern?: RegExp | undefined
  /** An address of this machine with this port is where the program forwards to. */
  readonly gatePort: number
}

/** What a program has printed: its URL, as soon as there is one, and its last lines. */
export class ProgramOutput {
  readonly #options: ProgramOutputOptions
  #lastLines: readonly string[] = []
  readonly #splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() }
  #url: string | null = null
  #localUrl: string | null = null
  readonly #news = new EventEmitter()

  constructor(options: ProgramOutputOptions) {
    this.#options = options
  }

  /** The public URL, in a line that has ended. */
  get url(): string | null {
    return this.#url
  }

  /** What may be the URL where nothing better comes: one of this machine, or in a line without an end. */
  get likelyUrl(): string | null {
    const unended = this.#rests.map((rest) => this.#find(rest)?.url)
    return unended.find((url) => url !== undefined) ?? this.#localUrl
  }

  /** Resolves when a URL is there, a likely one where that is enough. */
  async until(wanted: 'url' | 'likelyUrl', signal: AbortSignal): Promise<void> {
    while ((this.url ?? this[wanted]) === null) await once(this.#news, 'read', { signal })
  }

  read(source: OutputSource, text: string): void {
    const lines = this.#splitters[source].split(text)
    this.#lastLines = [...this.#lastLines, ...lines].slice(-MOST_LINES)
    for (const line of lines) {
      const found = this.#find(line)
      if (found?.isLocal === true) this.#localUrl ??= found.url
      else this.#url ??= found?.url ?? null
    }
    this.#news.emit('read')
  }

  /** Gives `detail` with what the program said last. */
  explain(detail: string): string {
    const said = [...this.#lastLines, ...this.#rests]
      .map((line) => stripVTControlCharacters(line).trim())
      .filter((line) => line !== '')
    return cutShort(
      said.length === 0 ? detail : `${detail}: ${said.slice(-MOST_LINES).join(' | ')}`,
    )
  }

  get #rests(): readonly string[] {
    return [this.#splitters.stdout.rest, this.#splitters.stderr.rest]
  }

  #find(line: string) {
    const found = findUrl(line, this.#options.pattern)
    const isTarget =
      found?.isLocal === true && new URL(found.url).port === String(this.#options.gatePort)
    return isTarget ? null : found
  }
}
