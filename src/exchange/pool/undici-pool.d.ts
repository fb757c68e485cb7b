/** The file of undici (7.30.2) that holds the pool alone: the package loads all of fetch with it. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool as PoolClass } from 'undici'

  const Pool: typeof PoolClass
  export default Pool
}
