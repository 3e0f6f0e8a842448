import type { LogEntry, Store } from '../store/store.ts'
import type { Ground, LiveRule } from './compiled-rule.ts'
import type { GroupMemory } from './group-memory.ts'
import { turn } from './group-state.ts'
import { type Hit, hitsOf } from './hits.ts'
import { collecting, type Outcome, type Place, standingOf } from './stretch.ts'
import type { Watch } from './watch.ts'

export type Judging = {
  readonly store: Pick<Store, 'read'>
  readonly ground: Ground
  readonly memory: GroupMemory
}

/** News of how a rule's own messages fare is nothing for that rule. */
const isOwnNews = ({ rule, seen: { kept } }: Hit<LiveRule>) =>
  kept['category'] === 'usage' && kept['alert_uid'] === rule.row.alert_uid

function placeOf({ rule, key, seen: { seq, kept, shown } }: Hit<LiveRule>): Place {
  const { username } = shown
  const at = Date.parse(String(kept['timestamp']))
  return { rule, key, seq, at, ...(username !== undefined && { username: String(username) }) }
}

type Stretch = {
  readonly entries: readonly LogEntry[]
  readonly rulesOf: Watch['rulesOf']
  /** For how long somebody has watched. */
  readonly watched: number
  /** When something is due that is due in so many milliseconds, in time that somebody watched; null for never. */
  dueAt(place: Place, dueInMs: number): number | null
}

/** What rules make of a stretch of the log, in its order. Undefined when they make nothing of it. */
export async function judge(
  { store, ground, memory }: Judging,
  watch: Watch,
  { entries, rulesOf, dueAt, watched }: Stretch,
): Promise<Outcome | undefined> {
  const found = await hitsOf(store, ground, { entries, rulesOf })
  const hits = found.filter((hit) => !isOwnNews(hit))
  if (hits.length === 0) return undefined
  const places = hits.map(({ rule, key }) => ({ alert_uid: rule.row.alert_uid, key }))
  const stretch = collecting(watch, { before: await memory.load(places), watched })
  for (const hit of hits) {
    const place = placeOf(hit)
    const { rule } = place.rule
    const type = String(hit.seen.kept['audit_event'])
    const moment = { at: place.at, value: hit.value, seq: place.seq, type }
    const taken = turn(stretch.stateOf(place), moment, {
      rule,
      standing: standingOf(hit.rule, place),
    })
    const { dueInMs } = taken
    stretch.note(place, taken, dueInMs === undefined ? null : dueAt(place, Math.ceil(dueInMs)))
  }
  return stretch.outcome()
}
