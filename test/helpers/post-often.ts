import http from 'node:http'

export interface Posted {
  /** How many answers had which status; errors under their code. */
  readonly statuses: Record<string, number>
  /** From the due time of a notification to its answer. */
  readonly p99Ms: number
}

/** Posts so many notifications on kept-alive sockets, 16 at once; `perSecond` spreads them evenly over time. */
export async function postOften(url: string, count: number, perSecond = Infinity): Promise<Posted> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  const statuses: Record<string, number> = {}
  const durationsMs: number[] = []
  const startedAt = performance.now()
  let next = 0
  const client = async (): Promise<void> => {
    while (next < count) {
      const number = (next += 1)
      const dueMs = startedAt + (number * 1000) / perSecond
      await untilDue(dueMs)
      const status = await postOne(url, number, agent)
      durationsMs.push(performance.now() - dueMs)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, client))
  agent.destroy()
  durationsMs.sort((a, b) => a - b)
  return { statuses, p99Ms: durationsMs[Math.floor(count * 0.99)] ?? 0 }
}

async function untilDue(dueMs: number): Promise<void> {
  const leftMs = dueMs - performance.now()
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
}

async function postOne(url: string, number: number, agent: http.Agent): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' }
    const request = http.request(
      url,
      { method: 'POST', agent, headers, timeout: 5000 },
      (response) => {
        response.resume().once('end', () => resolve(String(response.statusCode)))
      },
    )
    request.once('timeout', () => request.destroy(new Error('TIMEOUT')))
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    request.end(JSON.stringify({ interviewId: `session-${number}`, onboardingStatus: 'EXPIRED' }))
  })
}
