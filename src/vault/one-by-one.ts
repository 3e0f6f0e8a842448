import type { NonEmpty } from '../access/action.ts'
import type { DeviceFields } from '../access/device.ts'
import { DeviceRefusal, type RefusalReason } from '../access/device-refusal.ts'
import { appClientAccessDenied } from '../events/catalog/ksm-denials.ts'
import { type Happening, happened } from '../events/event-type.ts'
import { atLeastOne } from './at-least-one.ts'

/** What became of one of several things that a device named in one request. */
export type Outcome<Result> = { readonly uid: string } & (
  | { readonly result: Result; readonly refusal?: never }
  | { readonly refusal: DeviceRefusal; readonly result?: never }
)

/** Does it with each, one after the other: what is refused does not hold up the rest. */
export async function oneByOne<Result>(
  uids: readonly string[],
  act: (uid: string) => Promise<Result>,
): Promise<readonly Outcome<Result>[]> {
  const outcomes: Outcome<Result>[] = []
  for (const uid of new Set(uids)) {
    try {
      outcomes.push({ uid, result: await act(uid) })
    } catch (error) {
      if (!(error instanceof DeviceRefusal)) throw error
      outcomes.push({ uid, refusal: error })
    }
  }
  return outcomes
}

type Denied = DeviceFields & { readonly endpoint: string; readonly device_ip: string }

/** One event a reason, naming all that were refused for it: a device may name a thousand at once. */
function denials(outcomes: readonly Outcome<unknown>[], by: Denied): readonly Happening[] {
  const refused = outcomes.flatMap(({ uid, refusal }) => (refusal ? [{ uid, refusal }] : []))
  const byReason = Map.groupBy<RefusalReason, (typeof refused)[number]>(
    refused,
    ({ refusal }) => refusal.reason,
  )
  return [...byReason].map(([reason, several]) =>
    happened(appClientAccessDenied, {
      ...by,
      secret_uid: several.map(({ uid }) => uid).join(','),
      reason,
    }),
  )
}

/** The events of such a request: what was done with each, and what was refused. */
export const eventsOfAll = <Result>(
  outcomes: readonly Outcome<Result>[],
  by: Denied,
  done: (result: Result) => readonly Happening[],
): NonEmpty<Happening> =>
  atLeastOne([
    ...outcomes.flatMap(({ result }) => (result === undefined ? [] : done(result))),
    ...denials(outcomes, by),
  ])
