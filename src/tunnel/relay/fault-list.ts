import type { Fault } from './fault.ts'
import { badGateway } from './faults/502.ts'
import { badJson } from './faults/bad-json.ts'
import { bandwidth } from './faults/bandwidth.ts'
import { cutAfter } from './faults/cut-after.ts'
import { gatewayTimeout } from './faults/504.ts'
import { halfOpen } from './faults/half-open.ts'
import { latency } from './faults/latency.ts'
import { lostSockets } from './faults/lost-sockets.ts'
import { nameTaken } from './faults/name-taken.ts'
import { refused } from './faults/refused.ts'
import { register403 } from './faults/register-403.ts'
import { register500 } from './faults/register-500.ts'
import { registerHang } from './faults/register-hang.ts'
import { reminderPage } from './faults/reminder-page.ts'
import { reset } from './faults/reset.ts'
import { restart } from './faults/restart.ts'
import { slice } from './faults/slice.ts'
import { slowClose } from './faults/slow-close.ts'
import { tooManyRequests } from './faults/429.ts'
import { unavailable } from './faults/503.ts'
import { urlChange } from './faults/url-change.ts'

/** Every fault that a relay can have: one file each in `faults/`. */
export const FAULTS: readonly Fault[] = [
  register403,
  register500,
  registerHang,
  badJson,
  nameTaken,
  urlChange,
  refused,
  restart,
  lostSockets,
  halfOpen,
  latency,
  bandwidth,
  slice,
  cutAfter,
  slowClose,
  reset,
  badGateway,
  unavailable,
  gatewayTimeout,
  tooManyRequests,
  reminderPage,
]
