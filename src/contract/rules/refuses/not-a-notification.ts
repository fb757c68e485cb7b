/** Why rules refuse what cannot be a notification. */
export const NOT_A_NOTIFICATION =
  'An accepted answer says that the notification was understood, and this cannot have been (vendor-facts 7; ours).'
