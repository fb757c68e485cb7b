import type { Refusal } from '../refusal.ts'

/** Looks at a bearer token that is not known beforehand. Null lets it in; never rejects. */
export type TokenVerifier = (token: string) => Promise<Refusal | null>
