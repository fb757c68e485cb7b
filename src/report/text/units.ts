/** `12:04:05`, in the machine's own time zone. */
export function clockTime(date: Date): string {
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** `3 ms`, `1204 ms`. */
export function wholeMs(ms: number): string {
  return `${Math.round(ms)} ms`
}

/** `40 ms`, `1.2 s`, `30 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return wholeMs(ms)
  return `${Number((ms / 1000).toFixed(1))} s`
}

/** `< 1 ms`, `1.4 ms`, `12 ms`, `1.2 s`: where a tenth of a millisecond is worth telling, if it was measured. */
export function fineDuration(ms: number): string {
  if (ms < 1) return '< 1 ms'
  return ms < 10 ? `${Number(ms.toFixed(1))} ms` : duration(ms)
}

/** `118 B`, `1.0 MiB`, `74.5 GiB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kib = bytes / 1024
  if (kib < 1024) return `${kib.toFixed(1)} KiB`
  const mib = kib / 1024
  return mib < 1024 ? `${mib.toFixed(1)} MiB` : `${(mib / 1024).toFixed(1)} GiB`
}

/**
 * The last four characters of an id: enough to tell the sessions of one screen apart. What a terminal may act
 * on, or may not show in one column, is a question mark.
 */
export function shortId(id: string): string {
  return id
    .slice(-4)
    .replaceAll(/[^\x20-\x7e\u00c0-\u024f]/g, '?')
    .padStart(4)
}

/** `1 session`, `3 sessions`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

/** `45 s`, `12 min`, `3 h 2 min`: for a wait that nobody counts in seconds. */
export function longDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 2) return `${Math.round(ms / 1000)} s`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(' ')
}
