/**
 * The file of undici (7.30.2) that holds the pool alone: the package loads all of fetch with it, which takes three
 * times as long. Without the package the pool has only these of its methods.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool as WholePool } from 'undici'

  type Pool = Pick<WholePool, 'dispatch' | 'destroy'>
  const Pool: new (origin: string, options: WholePool.Options) => Pool
  export default Pool
}
