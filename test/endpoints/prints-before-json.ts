import { acceptsWith, healthyBut } from './healthy-but.ts'

/** Prints a warning into the answer before the JSON, as PHP does with `display_errors`. */
export const printsBeforeJson = healthyBut(
  acceptsWith({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: 'Warning: Undefined array key "x" in webhook.php on line 7\n{"success":true}',
  }),
)
