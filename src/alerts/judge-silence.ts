import type { Clock } from '../kernel/clock.ts'
import type { AlertGroup } from '../store/state/alert-groups.ts'
import type { Store } from '../store/store.ts'
import type { LiveRule } from './compiled-rule.ts'
import { conditionOf } from './conditions.ts'
import { durationMs } from './duration.ts'
import { type GroupState, turnOfSilence } from './group-state.ts'
import { collecting, type Outcome, standingOf } from './stretch.ts'
import type { Watch } from './watch.ts'

const mostAtOnce = 200

type Here = { readonly watched: number; readonly position: number }

/** What rules make of groups from which nothing came in time. Undefined when there is none. */
export async function judgeSilence(
  { store, clock }: { readonly store: Pick<Store, 'read'>; readonly clock: Clock },
  watch: Watch,
  { watched, position }: Here,
): Promise<Outcome | undefined> {
  const due = await store.read(({ alertGroups }) => alertGroups.due(watched, mostAtOnce))
  const found = due.flatMap((group) => {
    const rule = watch.byUid.get(group.alert_uid)
    return rule
      ? [{ rule, key: group.group_key, state: JSON.parse(group.state) as GroupState }]
      : []
  })
  if (found.length === 0) return undefined
  const at = clock().getTime()
  const before = new Map(
    found.map(({ rule, key, state }) => [`${rule.row.alert_uid} ${key}`, state]),
  )
  const stretch = collecting(watch, { before, watched })
  for (const { rule, key, state } of found) {
    const standing = standingOf(rule, { seq: Number.MAX_SAFE_INTEGER, at })
    const place = { rule, key, seq: state.e ?? position, at }
    stretch.note(place, turnOfSilence(state, { rule: rule.rule, standing, at }), null)
  }
  return stretch.outcome()
}

/** The group that is expected even if it never was, where there is but one; undefined where none is. */
export function awaitedGroup(
  { row: { alert_uid }, rule: { condition, group_by } }: LiveRule,
  { watched, position }: Here,
): AlertGroup | undefined {
  if (group_by.length > 0 || !conditionOf(condition).waits?.(condition)) return undefined
  if (condition.when !== 'silence') return undefined
  const state: GroupState = { n: 0, e: position, c: { l: Number.MIN_SAFE_INTEGER, g: [] } }
  const due_at = watched + durationMs(condition.after)
  return { alert_uid, group_key: '', state: JSON.stringify(state), due_at, forget_at: null }
}
