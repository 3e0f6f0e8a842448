/** Alerts as somebody would work them out by hand: every event is looked at, nothing is kept small, nothing is shared with the product. */

export type NaiveRule = {
  readonly name: string
  readonly type: string
  readonly isGrouped: boolean
  /** So many within so many milliseconds; absent: every event. */
  readonly count?: { readonly atLeast: number; readonly withinMs: number }
  /** Every so many, or once in so many milliseconds. */
  readonly every?: number
  readonly oncePerMs?: number
}

export type NaiveEvent = {
  readonly seq: number
  readonly type: string
  readonly at: number
  readonly group: string
}

/** From that number on a rule told nobody, or told again. */
export type Switch = { readonly rule: string; readonly from: number; readonly isOn: boolean }

export type NaiveResult = {
  readonly occurrences: number
  readonly throttled: number
  /** The event that was told, and how many occurrences it stood for. */
  readonly sends: readonly { readonly seq: number; readonly occurrences: number }[]
}

type Group = { moments: number[]; waiting: number; toldAt: number | undefined }

const isWindow = (moments: readonly number[], atLeast: number, withinMs: number) =>
  moments.some(
    (from) => moments.filter((at) => at >= from && at - from < withinMs).length >= atLeast,
  )

function comesTrue({ count }: NaiveRule, group: Group, at: number): boolean {
  if (!count) return true
  group.moments = group.moments.filter((one) => Math.abs(one - at) < count.withinMs)
  group.moments.push(at)
  if (!isWindow(group.moments, count.atLeast, count.withinMs)) return false
  group.moments = []
  return true
}

const isDue = ({ every = 1, oncePerMs }: NaiveRule, { waiting, toldAt }: Group, at: number) => {
  if (oncePerMs === undefined) return waiting >= every
  return toldAt === undefined || Math.abs(at - toldAt) >= oncePerMs
}

const isOff = ({ name }: NaiveRule, switches: readonly Switch[], seq: number) =>
  switches.findLast(({ rule, from }) => rule === name && from <= seq)?.isOn === false

export function naive(
  rule: NaiveRule,
  events: readonly NaiveEvent[],
  switches: readonly Switch[],
): NaiveResult {
  const groups = new Map<string, Group>()
  const sends: { seq: number; occurrences: number }[] = []
  let [occurrences, throttled] = [0, 0]
  for (const { seq, type, at, group: name } of events) {
    if (type !== rule.type) continue
    const key = rule.isGrouped ? name : ''
    const group = groups.get(key) ?? { moments: [], waiting: 0, toldAt: undefined }
    groups.set(key, group)
    if (!comesTrue(rule, group, at)) continue
    occurrences += 1
    group.waiting += 1
    if (isOff(rule, switches, seq)) continue
    if (!isDue(rule, group, at)) {
      throttled += 1
      continue
    }
    sends.push({ seq, occurrences: group.waiting })
    group.waiting = 0
    group.toldAt = at
  }
  return { occurrences, throttled, sends }
}
