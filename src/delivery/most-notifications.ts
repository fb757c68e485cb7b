/** The most notifications of one run: all that is sent, and every answer to it, is kept until the reports are written. */
export const MOST_NOTIFICATIONS = 20_000
