import { acceptsWith, healthyBut } from './healthy-but.ts'

/** Sends everybody without a session cookie to the login page. */
export const redirects = healthyBut(acceptsWith({ status: 302, headers: { location: '/login' } }))
