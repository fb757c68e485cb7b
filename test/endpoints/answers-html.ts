import { acceptsWith, healthyBut } from './healthy-but.ts'

/** Renders a page, as a framework does that nobody told otherwise. */
export const answersHtml = healthyBut(
  acceptsWith({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Thank you</p>' }),
)
