/**
 * Stands in for `axios` in the bundle: localtunnel's client brings it for its own registration, which hookstep makes by
 * itself (docs/decisions/0003-wrap-localtunnel.md), and with it a quarter of a megabyte.
 */
export function get() {
  throw new Error('the registration of the stock client is not part of hookstep')
}
