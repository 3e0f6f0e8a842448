import { judgeOf, type NaiveCondition } from './naive-conditions.ts'

/** Alerts as somebody would work them out by hand: every event is looked at, nothing is kept small, nothing is shared with the product. */

export type NaiveRule = {
  readonly name: string
  readonly type: string
  readonly condition: NaiveCondition
  /** What its groups have in common, and what its condition counts; absent: nothing. */
  readonly by?: keyof Pick<NaiveEvent, 'device' | 'address'>
  readonly of?: keyof Pick<NaiveEvent, 'device' | 'address'>
  /** Whether it learns from what was before it. */
  readonly learns?: true
  /** Every so many, or once in so many milliseconds. */
  readonly every?: number
  readonly oncePerMs?: number
}

export type NaiveEvent = {
  readonly seq: number
  readonly type: string
  readonly at: number
  readonly device: string
  readonly address: string
}

/** What was done, in its order. `watched`: for how long somebody had watched by then, and `now` what the clock said. */
export type Trace =
  /** Events up to that number were seen. */
  | { readonly did: 'saw'; readonly upTo: number; readonly watched: number }
  /** It was looked for what did not come. */
  | { readonly did: 'missed'; readonly watched: number; readonly now: number }
  /** A rule knows what was before it, and everything up to that number. */
  | {
      readonly did: 'learned'
      readonly rule: string
      readonly upTo: number
      readonly watched: number
      readonly now: number
    }
  /** A rule tells nobody, or tells again; or tells nobody until then. */
  | { readonly did: 'turned'; readonly rule: string; readonly isOn: boolean }
  | { readonly did: 'snoozed'; readonly rule: string; readonly until: number }

export type NaiveResult = {
  readonly occurrences: number
  readonly throttled: number
  /** The event that was told, and how many occurrences it stood for. */
  readonly sends: readonly { readonly seq: number; readonly occurrences: number }[]
}

type Group = {
  readonly condition: NaiveCondition
  readonly comesTrue: ReturnType<typeof judgeOf>
  waiting: number
  toldAt?: number
  /** Of silence: the last event, the latest gaps, and when it is too long. */
  last?: number
  gaps: number[]
  dueAt?: number | undefined
  seq: number
}

/** Once a rhythm is known, what is too long. */
function patienceOf({ condition, gaps }: Group): number | undefined {
  if (condition.when !== 'silence') return undefined
  const { afterMs, times } = condition
  if (times === undefined) return afterMs
  const latest = gaps.slice(-10)
  return latest.length < 3 ? undefined : Math.max(afterMs, times * Math.max(...latest))
}

const isDue = ({ every = 1, oncePerMs }: NaiveRule, { waiting, toldAt }: Group, at: number) => {
  if (oncePerMs === undefined) return waiting >= every
  return toldAt === undefined || Math.abs(at - toldAt) >= oncePerMs
}

/** What is told, and whether anybody is told at all. */
function teller(rule: NaiveRule) {
  const sends: { seq: number; occurrences: number }[] = []
  let [occurrences, throttled, isOn, snoozedUntil] = [0, 0, true, Number.NEGATIVE_INFINITY]
  return {
    /** The rule came true in a group. */
    occur(group: Group, seq: number, at: number): void {
      occurrences += 1
      group.waiting += 1
      if (!isOn || at < snoozedUntil) return
      if (!isDue(rule, group, at)) {
        throttled += 1
        return
      }
      sends.push({ seq, occurrences: group.waiting })
      group.waiting = 0
      group.toldAt = at
    },
    turn(one: Trace): void {
      if (one.did === 'turned' && one.rule === rule.name) isOn = one.isOn
      if (one.did === 'snoozed' && one.rule === rule.name) snoozedUntil = one.until
    },
    result: (): NaiveResult => ({ occurrences, throttled, sends }),
  }
}

/** Takes an event as one that was waited for. `dueOf`: when something is due that is due in so many milliseconds. */
function wait(group: Group, event: NaiveEvent, dueOf: (ms: number) => number | undefined): void {
  if (group.last !== undefined) group.gaps.push(Math.max(0, event.at - group.last))
  group.last = Math.max(event.at, group.last ?? event.at)
  const patience = patienceOf(group)
  group.dueAt = patience === undefined ? undefined : dueOf(Math.ceil(patience))
  group.seq = event.seq
}

const newGroup = ({ condition }: NaiveRule): Group => ({
  condition,
  comesTrue: judgeOf(condition),
  waiting: 0,
  gaps: [],
  seq: -1,
})

/** Whether something is expected even if it never was. */
const isAwaited = ({ condition, by }: NaiveRule) =>
  by === undefined && condition.when === 'silence' && condition.times === undefined

/** `since`: the first event that rules tell of. */
export function naive(
  rule: NaiveRule,
  { events, since }: { readonly events: readonly NaiveEvent[]; readonly since: number },
  trace: readonly Trace[],
): NaiveResult {
  const groups = new Map<string, Group>()
  const { occur, turn, result } = teller(rule)
  let next = rule.learns ? 0 : since
  let isLearning = rule.learns === true

  function groupOf(name: string): Group {
    const group = groups.get(name) ?? newGroup(rule)
    groups.set(name, group)
    return group
  }

  function take(event: NaiveEvent, dueOf: (ms: number) => number | undefined): void {
    if (event.type !== rule.type) return
    const group = groupOf(rule.by ? event[rule.by] : '')
    const isTrue = group.comesTrue({ at: event.at, value: rule.of ? event[rule.of] : '' })
    if (rule.condition.when === 'silence') wait(group, event, dueOf)
    if (isTrue && event.seq >= since) occur(group, event.seq, event.at)
  }

  function see(upTo: number, dueOf: (event: NaiveEvent, ms: number) => number | undefined): void {
    for (const event of events.slice(next, upTo + 1)) take(event, (ms) => dueOf(event, ms))
    next = Math.max(next, upTo + 1)
  }

  function learn({ upTo, watched, now }: Extract<Trace, { did: 'learned' }>): void {
    see(upTo, ({ seq, at }, ms) => {
      const left = seq >= since ? ms : ms - (now - at)
      return left > 0 ? watched + left : undefined
    })
    isLearning = false
    if (!isAwaited(rule) || groups.size > 0) return
    const group = groupOf('')
    group.dueAt = watched + (patienceOf(group) ?? 0)
    group.seq = upTo
  }

  function miss({ watched, now }: { readonly watched: number; readonly now: number }): void {
    for (const group of groups.values()) {
      if (group.dueAt === undefined || group.dueAt > watched) continue
      group.dueAt = undefined
      occur(group, group.seq, now)
    }
  }

  for (const one of trace) {
    if (one.did === 'saw' && !isLearning) see(one.upTo, (_, ms) => one.watched + ms)
    if (one.did === 'missed') miss(one)
    if (one.did === 'learned' && one.rule === rule.name) learn(one)
    turn(one)
  }
  return result()
}
