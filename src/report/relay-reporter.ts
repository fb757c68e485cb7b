import type { Context } from '../context.ts'
import { toJsonLine } from './harmless.ts'
import { createStyle, indented, padEnd, type Style } from './style.ts'
import { describeFault, type FaultNews } from './text/fault-line.ts'
import { clockTime, wholeMs } from './text/units.ts'

/** What a relay tells, as its room has it. */
export type RelayNews =
  | {
      readonly type: 'registered'
      readonly id: string
      readonly port: number
      readonly url: string
    }
  | {
      readonly type: 'name-refused'
      readonly name: string
      readonly given: string | null
      readonly reason: string
    }
  | {
      readonly type: 'request'
      readonly id: string | null
      readonly method: string
      readonly path: string
      readonly host: string
      readonly httpStatus: number | null
      readonly durationMs: number
    }
  | { readonly type: 'client-gone'; readonly id: string; readonly reason: string }
  | FaultNews

/** What is known when a relay is ready. */
export interface RelayReady {
  readonly url: string
  /** Null where it has no control endpoint. */
  readonly controlUrl: string | null
  /** The seed of what its faults do by chance. */
  readonly seed: number
}

export interface RelayReporter {
  readonly onReady: (ready: RelayReady) => void
  readonly onEvent: (news: RelayNews) => void
}

/** A reporter for `relay`: NDJSON on standard output, or lines for people. */
export function createRelayReporter(context: Context, isJson: boolean): RelayReporter {
  const { stdout, stderr, env, clock, pid } = context
  if (isJson) {
    const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
    const ready = { publicUrl: null, inspectorUrl: null, journal: null, pid }
    return { onReady: (known) => print({ type: 'ready', ...known, ...ready }), onEvent: print }
  }
  const style = createStyle(stdout, env)
  const errorStyle = createStyle(stderr, env)
  return {
    onReady: (ready) => void stderr.write(renderReady(ready, errorStyle)),
    onEvent: (news) => {
      const time = style.paint.dim(clockTime(clock.now()))
      stdout.write(
        `${indented(`${time}  ${padEnd(news.type, 12)}  ${describe(news, style)}`, 0, style)}\n`,
      )
    },
  }
}

function renderReady({ url, controlUrl, seed }: RelayReady, style: Style): string {
  const lines = [
    `${style.paint.bold('Ready.')} Ctrl+C ends it.`,
    `  relay    ${style.paint.cyan(url)}`,
    indented(`use      hookstep listen --tunnel-host ${url}`, 2, style),
  ]
  if (controlUrl !== null) lines.push(`  control  ${style.paint.cyan(`${controlUrl}/faults`)}`)
  lines.push(indented(style.paint.dim(`seed     ${seed}`), 2, style))
  return `${lines.join('\n')}\n\n`
}

function describe(news: RelayNews, style: Style): string {
  switch (news.type) {
    case 'registered':
      return `${style.show(news.url)} (data port ${news.port})`
    case 'name-refused':
      return `${style.show(news.name)} is ${news.reason}; ${news.given === null ? 'none' : style.show(news.given)} given`
    case 'client-gone':
      return `${style.show(news.id)} ${news.reason}`
    case 'fault-on':
    case 'fault-off':
    case 'restarted':
      return describeFault(news)
    case 'request': {
      const request = `${style.show(news.method)} ${style.show(news.host)}${style.show(news.path)}`
      return `${request}  ${news.httpStatus ?? 'no answer'}  ${wholeMs(news.durationMs)}`
    }
  }
}
