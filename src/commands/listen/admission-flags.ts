import type { Command } from 'commander'
import { addAuthFlags, type AuthFlags } from './auth-flags.ts'

/** What the flags of `addAdmissionFlags` come to. */
export interface AdmissionFlags extends AuthFlags {
  readonly strict?: boolean
}

/** Adds the flags that say who and what the receiver lets in. */
export function addAdmissionFlags(command: Command): Command {
  return addAuthFlags(command).option(
    '--strict',
    'refuse an unknown status or field (422) and a missing Content-Type (415), which are accepted otherwise',
  )
}
