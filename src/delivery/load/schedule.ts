/**
 * When sessions begin, without a clock: figures in, moments out, in milliseconds from the start of the run.
 * A ramp is linear: in the open model the rate grows from 0 to its full height, in the closed one the
 * number of sessions in flight.
 */

/** The rate of the open model. */
export interface OpenSchedule {
  readonly ratePerSecond: number
  readonly rampMs: number
}

/** When session number `number`, from 0, is due in the open model. */
export function sessionDueMs(number: number, { ratePerSecond, rampMs }: OpenSchedule): number {
  const perMs = ratePerSecond / 1000
  const inRamp = (perMs * rampMs) / 2
  return number < inRamp
    ? Math.sqrt((2 * number * rampMs) / perMs)
    : rampMs + (number - inRamp) / perMs
}

/** The number of the first session that is due at this moment or later. */
export function firstNumberFrom(momentMs: number, schedule: OpenSchedule): number {
  const { ratePerSecond, rampMs } = schedule
  const perMs = ratePerSecond / 1000
  const before =
    momentMs < rampMs
      ? (perMs * momentMs ** 2) / (2 * rampMs)
      : (perMs * rampMs) / 2 + (momentMs - rampMs) * perMs
  let number = Math.max(0, Math.floor(before) - 1)
  // Rounding may be off by one either way, and a session must not be counted twice or never.
  while (sessionDueMs(number, schedule) < momentMs) number += 1
  return number
}

/** When the lane of this number, from 0, begins in the closed model: `concurrency` of them at the end of the ramp. */
export function laneStartMs(lane: number, concurrency: number, rampMs: number): number {
  return (rampMs * lane) / concurrency
}
