import type { Clock } from '../context.ts'

/**
 * Gives what `run` gives; its signal is aborted as soon as one of `parents` is.
 * Not `AbortSignal.any`: this leaves nothing behind on a parent that lives on.
 */
export async function underSignals<T>(
  parents: readonly AbortSignal[],
  run: (signal: AbortSignal, abort: (reason: unknown) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const follow = (): void => {
    controller.abort(parents.find((parent) => parent.aborted)?.reason)
  }
  for (const parent of parents) parent.addEventListener('abort', follow, { once: true })
  try {
    if (parents.some((parent) => parent.aborted)) follow()
    controller.signal.throwIfAborted()
    return await run(controller.signal, (reason) => controller.abort(reason))
  } finally {
    for (const parent of parents) parent.removeEventListener('abort', follow)
  }
}

/** The time was over before there was an answer; whoever was asked may have done it all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** Gives what `run` gives; its signal is aborted after `ms` at the latest. `run` must obey it. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  parents: readonly AbortSignal[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return underSignals(parents, async (signal, abort) => {
    const timer = new AbortController()
    void clock.sleep(ms, timer.signal).then(
      () => abort(new NoAnswer(`no answer within ${ms / 1000} s`)),
      () => undefined,
    )
    try {
      return await run(signal)
    } finally {
      timer.abort()
    }
  })
}

/** Gives what `work` gives, or rejects with the signal's reason, for work that may not obey it. */
export async function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const finished = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true, signal: finished.signal })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    finished.abort()
  }
}

/**
 * Waits until `work` is done, and not longer than `ms`, when its signal aborts. Rejects with a
 * parent's reason when that one aborts.
 */
export async function waitAtMost(
  clock: Clock,
  ms: number,
  parents: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  await underSignals(parents, async (signal, abort) => {
    const parts = [work(signal), clock.sleep(ms, signal)].map(settled)
    await Promise.race(parts)
    abort(undefined)
  })
  for (const parent of parents) parent.throwIfAborted()
}

async function settled(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined)
}
