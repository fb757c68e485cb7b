/** What a trace of system calls says about the order of write, sync and acknowledgement. */
export interface TraceReading {
  readonly acknowledged: number
  /** The records that were acknowledged before a sync that began after their write had ended. */
  readonly early: readonly number[]
  readonly syncs: number
}

/** A system call, and where in the trace it began and ended. */
export interface Call {
  readonly name: string
  readonly text: string
  readonly startedAt: number
  readonly endedAt: number
}

/** Reads what `strace -f -y` wrote of a child that says `ack N` on its standard output. */
export function readTrace(trace: string, file: string): TraceReading {
  const calls = readCalls(trace)
  const onFile = calls.filter(({ text }) => text.includes(`/${file}>`))
  const syncs = onFile.filter(({ name }) => /^f(data)?sync$/.test(name))
  const written = new Map(
    onFile
      .filter(({ name }) => name.includes('write'))
      .flatMap(({ text, endedAt }) =>
        [...text.matchAll(/\\"type\\":\\"request\\",\\"seq\\":(\d+)/g)].map(
          (match) => [Number(match[1]), endedAt] as const,
        ),
      ),
  )
  const acknowledgements = calls.flatMap(({ text, startedAt }) =>
    [...text.matchAll(/^write\(1<[^>]*>, "ack (\d+)\\n/g)].map(
      (match) => [Number(match[1]), startedAt] as const,
    ),
  )
  const isCovered = (seq: number, before: number): boolean =>
    syncs.some((sync) => sync.startedAt > (written.get(seq) ?? Infinity) && sync.endedAt < before)
  return {
    acknowledged: acknowledgements.length,
    early: acknowledgements.flatMap(([seq, at]) => (isCovered(seq, at) ? [] : [seq])),
    syncs: syncs.length,
  }
}

/**
 * The calls that `strace -f` wrote down, in the order of their ends. One that another thread interrupts takes two
 * lines: `<unfinished ...>` and `resumed`.
 */
export function readCalls(trace: string): Call[] {
  const unfinished = new Map<string, { text: string; startedAt: number }>()
  const calls: Call[] = []
  for (const [index, line] of trace.split('\n').entries()) {
    const { thread = '', text = '' } = LINE.exec(line)?.groups ?? {}
    if (text.endsWith('<unfinished ...>')) unfinished.set(thread, { text, startedAt: index })
    else {
      const begun = { text: '', startedAt: index, ...(isResumed(text) && unfinished.get(thread)) }
      // What a read brought stands in its second line.
      const whole = begun.text + text
      const name = /^\w*/.exec(whole)?.[0] as string
      calls.push({ name, text: whole, startedAt: begun.startedAt, endedAt: index })
    }
  }
  return calls
}

const LINE = /^(?<thread>\d+)\s+(?<text>.*)$/

function isResumed(text: string): boolean {
  return /^<\.\.\. \w+ resumed>/.test(text)
}
