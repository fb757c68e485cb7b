import { acceptsWith, healthyBut } from './healthy-but.ts'

/** Has stored the notification, and says `Created`. */
export const answers201 = healthyBut(
  acceptsWith({
    status: 201,
    headers: { 'content-type': 'application/json' },
    body: '{"success":true}',
  }),
)
