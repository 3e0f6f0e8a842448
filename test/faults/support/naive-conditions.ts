/** When a rule comes true, worked out by hand: whatever a group ever had is kept, and looked at again at every event. */

export type NaiveCondition =
  | { readonly when: 'every' }
  | { readonly when: 'count'; readonly atLeast: number; readonly withinMs: number }
  | { readonly when: 'distinct'; readonly atLeast: number; readonly withinMs: number }
  | { readonly when: 'first'; readonly settledMs: number }
  | { readonly when: 'most'; readonly withinMs: number; readonly settledMs: number }
  | {
      readonly when: 'spike'
      readonly times: number
      readonly atLeast: number
      readonly withinMs: number
    }
  | { readonly when: 'silence'; readonly afterMs: number; readonly times?: number }

type Happened = { readonly at: number; readonly value: string }
type Of<When> = Extract<NaiveCondition, { when: When }>
/** Looks at the next event of a group, and says whether the rule comes true. */
type Judge = (event: Happened) => boolean

const isWindow = (moments: readonly number[], atLeast: number, withinMs: number) =>
  moments.some(
    (from) => moments.filter((at) => at >= from && at - from < withinMs).length >= atLeast,
  )

function count({ atLeast, withinMs }: Of<'count'>): Judge {
  let moments: number[] = []
  return ({ at }) => {
    moments = [...moments.filter((one) => Math.abs(one - at) < withinMs), at]
    if (!isWindow(moments, atLeast, withinMs)) return false
    moments = []
    return true
  }
}

/** Of each value the last time, as long as that is near. */
function valuesNear(withinMs: number) {
  const values = new Map<string, number>()
  return {
    values,
    take({ at, value }: Happened) {
      for (const [name, seen] of values) if (Math.abs(seen - at) >= withinMs) values.delete(name)
      values.set(value, at)
    },
  }
}

function distinct({ atLeast, withinMs }: Of<'distinct'>): Judge {
  const { values, take } = valuesNear(withinMs)
  return (event) => {
    take(event)
    if (!isWindow([...values.values()], atLeast, withinMs)) return false
    values.clear()
    return true
  }
}

function first({ settledMs }: Of<'first'>): Judge {
  const before: Happened[] = []
  return (event) => {
    const isNew = before.every(({ value }) => value !== event.value)
    const begin = Math.min(...before.map(({ at }) => at))
    before.push(event)
    return before.length > 1 && isNew && event.at - begin >= settledMs
  }
}

function most({ withinMs, settledMs }: Of<'most'>): Judge {
  const { values, take } = valuesNear(withinMs)
  let highest = 0
  let begin: number | undefined
  return (event) => {
    take(event)
    begin ??= event.at
    const isMore = values.size > highest
    highest = Math.max(highest, values.size)
    return isMore && event.at - begin >= settledMs
  }
}

const leastWindows = 7
const weight = 0.2

/** What is usual: the first window's number, to which each later one, also an empty one, adds a fifth of its own. */
function usualOf(counts: readonly number[]): number {
  const [begin = 0, ...later] = counts
  return later.reduce((usual, one) => usual * (1 - weight) + one * weight, begin)
}

function spike({ times, atLeast, withinMs }: Of<'spike'>): Judge {
  let counts: number[] = []
  let [window, told] = [Number.NaN, Number.NaN]
  return ({ at }) => {
    const here = Math.floor(at / withinMs)
    if (Number.isNaN(window) || here < window - 1) {
      window = here
      counts = [0]
      told = Number.NaN
    }
    for (; window < here; window++) counts.push(0)
    const count = (counts.at(-1) ?? 0) + 1
    counts[counts.length - 1] = count
    if (told === window || counts.length <= leastWindows || count < atLeast) return false
    if (count <= times * usualOf(counts.slice(0, -1))) return false
    told = window
    return true
  }
}

export function judgeOf(condition: NaiveCondition): Judge {
  switch (condition.when) {
    case 'count':
      return count(condition)
    case 'distinct':
      return distinct(condition)
    case 'first':
      return first(condition)
    case 'most':
      return most(condition)
    case 'spike':
      return spike(condition)
    case 'every':
      return () => true
    case 'silence':
      return () => false
  }
}
