import type { Check } from './check.ts'
import { certificate } from './checks/certificate.ts'
import { clock } from './checks/clock.ts'
import { configuration } from './checks/configuration.ts'
import { connection } from './checks/connection.ts'
import { dns } from './checks/dns.ts'
import { node } from './checks/node.ts'
import { port } from './checks/port.ts'
import { relay } from './checks/relay.ts'
import { stateFolder } from './checks/state-folder.ts'
import { terminal } from './checks/terminal.ts'
import { tunnel } from './checks/tunnel.ts'

/** All that doctor looks at, in the order of its report: the machine, the endpoint, the way in. */
export const CHECKS: readonly Check[] = [
  node,
  terminal,
  configuration,
  stateFolder,
  port,
  dns,
  connection,
  certificate,
  relay,
  clock,
  tunnel,
]
