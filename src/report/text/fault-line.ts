import { indented, type Style } from '../style.ts'

/** What becomes of a relay's faults, as its room has it. */
export type FaultNews =
  | {
      readonly type: 'fault-on'
      readonly name: string
      /** Durations are milliseconds. */
      readonly values: Readonly<Record<string, number | string>>
    }
  | { readonly type: 'fault-off'; readonly name: string }
  | { readonly type: 'restarted'; readonly downMs: number }

/** What happened to a fault, in words: `latency, delay 200, jitter 50`. */
export function describeFault(news: FaultNews): string {
  switch (news.type) {
    case 'fault-on':
      return [
        news.name,
        ...Object.entries(news.values).map(([name, value]) => `${name} ${value}`),
      ].join(', ')
    case 'fault-off':
      return news.name
    case 'restarted':
      return `back at the same port after ${news.downMs} ms; every client must register again`
  }
}

const WORDS = {
  'fault-on': 'fault on',
  'fault-off': 'fault off',
  restarted: 'relay restarted',
} as const

/** One line: when, what became of which fault. */
export function renderFaultNews(news: FaultNews, time: string, style: Style): string {
  const word = style.paint.magenta(WORDS[news.type])
  return `${indented(`${style.paint.dim(time)}  ${word}  ${describeFault(news)}`, 0, style)}\n`
}
