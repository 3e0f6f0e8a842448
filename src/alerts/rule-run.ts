import type { CompiledRule, Seen } from './compiled-rule.ts'
import {
  type GroupState,
  newGroup,
  type Standing,
  type Turn,
  turn,
  turnOfSilence,
} from './group-state.ts'

/** So many groups are kept in memory; of more, those that were seen last. */
const mostGroups = 100_000

/** A rule came true. */
export type Come = NonNullable<Turn['occurrence']> & {
  readonly key: string
  readonly at: number
  /** The event that made it come true, or the last one before the silence. */
  readonly seen: Seen
}

type Group = { readonly state: GroupState; readonly seen: Seen; readonly dueAt: number | undefined }

/**
 * A rule over events in memory: for its own samples, and for the past. Nothing is kept and nobody is told; time is that of the
 * events.
 */
export function ruleRun(compiled: CompiledRule) {
  const groups = new Map<string, Group>()
  const { rule } = compiled

  function keep(key: string, group: Group): void {
    groups.delete(key)
    groups.set(key, group)
    if (groups.size <= mostGroups) return
    for (const oldest of groups.keys()) {
      groups.delete(oldest)
      return
    }
  }

  function overdue(key: string, by: number, standing: Standing): readonly Come[] {
    const group = groups.get(key)
    if (!group || group.dueAt === undefined || group.dueAt > by) return []
    const { state, occurrence } = turnOfSilence(group.state, { rule, standing, at: group.dueAt })
    keep(key, { ...group, state, dueAt: undefined })
    return occurrence ? [{ ...occurrence, key, at: group.dueAt, seen: group.seen }] : []
  }

  return {
    /** Takes the next event, and gives what came true by it, or by the silence before it. */
    take(seen: Seen, standing: Standing): readonly Come[] {
      if (!compiled.takes(String(seen.kept['audit_event'])) || !compiled.finds(seen.shown))
        return []
      const value = compiled.valueOf(seen.kept)
      if (value === null) return []
      const [key, at] = [compiled.keyOf(seen.kept), Date.parse(String(seen.kept['timestamp']))]
      const late = overdue(key, at, standing)
      const moment = { at, value, seq: seen.seq, type: String(seen.kept['audit_event']) }
      const before = groups.get(key)?.state ?? newGroup
      const { state, dueInMs, occurrence } = turn(before, moment, { rule, standing })
      keep(key, { state, seen, dueAt: dueInMs === undefined ? undefined : at + dueInMs })
      return occurrence ? [...late, { ...occurrence, key, at, seen }] : late
    },
    /** What came true until then because nothing came. */
    end: (at: number): readonly Come[] =>
      [...groups.keys()].flatMap((key) => overdue(key, at, 'live')),
  }
}
