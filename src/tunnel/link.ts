/** One way in that is open: for localtunnel, a registration with the data sockets that belong to it. */
export interface Link {
  readonly publicUrl: string
  /** How many requests it carries at once; `Infinity` where nobody knows. */
  readonly sockets: number
  /** Aborted, with an Error as its reason, when the link cannot work any more or was closed. */
  readonly lost: AbortSignal
  /** Resolves when nothing of it is left. */
  close(): Promise<void>
}
