import { CliError } from '../contract/errors.ts'

/**
 * `JOURNAL_FULL`: no space, nothing of the record is kept. `JOURNAL_LOST`: the file is gone and
 * cannot be opened again. Both mend themselves. `JOURNAL_BROKEN`: a write or a sync failed, and
 * what is on disk is not known: every later append fails too. `JOURNAL_TOO_LARGE`: this record only.
 */
export type JournalErrorCode =
  | 'JOURNAL_FULL'
  | 'JOURNAL_LOST'
  | 'JOURNAL_BROKEN'
  | 'JOURNAL_CLOSED'
  | 'JOURNAL_TOO_LARGE'

/** Why a record could not be kept: it must not be acknowledged. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** The code of an error from the system, or an empty text. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? ''
}

/** The error for a file that no journal can be written to (hardening J6). */
export function notWritable(path: string, why: string, hint: string, cause?: unknown): CliError {
  const message = `the journal ${path} cannot be written: ${why}`
  return new CliError('JOURNAL_NOT_WRITABLE', message, { exitCode: 3, hint, cause })
}

/** The error for a file that cannot be read as a journal. */
export function notReadable(path: string, why: string, cause?: unknown): CliError {
  const hint = 'hookstep listen --journal FILE writes one'
  return new CliError('JOURNAL_UNREADABLE', `the journal ${path} cannot be read: ${why}`, {
    hint,
    cause,
  })
}
