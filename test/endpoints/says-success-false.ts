import { acceptsWith, healthyBut } from './healthy-but.ts'

/** Could not store the notification, and says so where nobody looks. */
export const saysSuccessFalse = healthyBut(
  acceptsWith({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"success":false}',
  }),
)
