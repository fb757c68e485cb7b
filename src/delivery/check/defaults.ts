/** The figures of a `check` that says nothing else. All of them are ours. */

/** From here on an answer is called slow. */
export const DEFAULT_SLOW_MS = 5000

/** How long an app that has died is waited for. */
export const DEFAULT_RESTART_WAIT_MS = 10_000

/** Requests in a second to a remote host, which is somebody's. */
export const REMOTE_RATE = 10
