import { readFileSync } from 'node:fs'

/** What a process held in memory, and when. */
export interface MemorySample {
  readonly atMs: number
  readonly rssMb: number
}

/** Looks at the memory of a process every second until it is stopped. */
export function watchMemory(pid: number): { stop: () => MemorySample[] } {
  const samples: MemorySample[] = []
  const look = (): void => void samples.push({ atMs: performance.now(), rssMb: readRssMb(pid) })
  const timer = setInterval(look, 1000)
  return {
    stop: () => {
      clearInterval(timer)
      return samples
    },
  }
}

function readRssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** The slope of the straight line that fits the samples best, in MB for each second. */
export function slopePerSecond(samples: readonly MemorySample[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanAt, meanRss] = [mean(samples.map((s) => s.atMs)), mean(samples.map((s) => s.rssMb))]
  const together = mean(samples.map((s) => (s.atMs - meanAt) * (s.rssMb - meanRss)))
  return (together / mean(samples.map((s) => (s.atMs - meanAt) ** 2))) * 1000
}
