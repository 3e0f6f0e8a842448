import type { CallCount } from '../store/state/device-calls.ts'
import type { State } from '../store/state.ts'
import type { Rate } from './throttle.ts'

/** How often a device may make the same call, all servers together. `now` must be close to that of the other servers. */
export type SharedRate = { readonly rate: Rate; now(): number }

type Caller = { readonly device_uid: string; readonly endpoint: string }

/**
 * Whole seconds until one more call keeps within the rate; 0 when this one does. What was called in the window before counts by the
 * share of it that a window which ends now would still hold, as if it had been spread evenly.
 */
export function waitOf(
  { started, calls, earlier }: CallCount,
  { rate: { most, windowMs }, at }: { readonly rate: Rate; readonly at: number },
): number {
  const passed = Math.min(Math.max(at - started, 0), windowMs)
  if (earlier * (1 - passed / windowMs) + calls <= most) return 0
  // When so much of the window before has gone that there is room for one more: of the one before, or of this one.
  const inThis = calls <= most
  const [before, room] = inThis ? [earlier, most - calls] : [calls - 1, most - 1]
  const share = 1 - room / Math.max(before, 1)
  const wait = share * windowMs - passed + (inThis ? 0 : windowMs)
  return Math.max(1, Math.ceil(wait / 1000))
}

/**
 * Counts a call in the store, beside what each server counts for itself (`throttle.ts`): a device that goes from one server to the
 * next gets no more than one that stays. A call that is refused is undone with its unit, and so not counted.
 */
export async function sharedWait(
  { deviceCalls }: Pick<State, 'deviceCalls'>,
  { device_uid, endpoint }: Caller,
  { rate, now }: SharedRate,
): Promise<number> {
  const at = Math.round(now())
  const { windowMs } = rate
  return waitOf(await deviceCalls.count({ device_uid, endpoint, at, windowMs }), { rate, at })
}
