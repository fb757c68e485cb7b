/** Why rules refuse what cannot be a notification. */
export const NOT_A_NOTIFICATION =
  'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).'
