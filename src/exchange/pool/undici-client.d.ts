/**
 * The file of undici (7.30.2) that holds the client alone: the package loads all of fetch with it, which takes three
 * times as long. Without the package a client has only these of its methods.
 */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client as WholeClient } from 'undici'

  type Client = Pick<WholeClient, 'dispatch' | 'destroy'>
  const Client: new (origin: string, options: WholeClient.Options) => Client
  export default Client
}
