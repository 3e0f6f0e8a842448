import type { Scalar } from '../kernel/canonical-json.ts'
import { anyOf } from './any-of.ts'
import type { Condition } from './condition.ts'
import type { Fields } from './field.ts'
import { type Describe, type FoundByType, foundByType, isSearched } from './free-text.ts'
import { type Accepted, kindOf } from './kind.ts'
import { rangeTest } from './number-range.ts'
import type { Query } from './query.ts'
import type { Span } from './zone.ts'

/** An event as a query sees it: flat. `timestamp` and `recorded_at` are RFC 3339. */
export type Matchable = { readonly [field: string]: Scalar | undefined }

export type Predicate = (event: Matchable) => boolean

/** What a query speaks of. */
export type Vocabulary = { readonly fields: Fields; readonly describe: Describe }

/** The part of a query that says which events it is about. */
export type Wanted = Pick<Query, 'where' | 'timezone' | 'after' | 'before'>

/** A condition as compilers take it: any of the events' fields `of` has what is accepted, or, with `not`, none has. */
export type Resolved = {
  readonly of: readonly string[]
  readonly accepted: Accepted
  readonly not: boolean
}

/** Reads the values of a condition. `now` is what presets such as `today` are counted from. */
export function resolve(
  { field: name, values, not }: Condition,
  {
    fields,
    timezone,
    now,
  }: { readonly fields: Fields; readonly timezone: string; readonly now: Date },
): Resolved {
  const field = fields.get(name)
  if (!field) throw new Error(`a condition on ${name}, which is no field`)
  const accepted = kindOf(field.kind).accept(values, { zone: timezone, now })
  return { of: field.of, accepted, not: not === true }
}

type Test = (value: Scalar) => boolean

const within =
  ({ from, before }: Span) =>
  (at: number) =>
    at >= from && at < before

/** Whether a value that an event has is accepted. */
export function testOf(accepted: Exclude<Accepted, { of: 'words' }>): Test {
  if (accepted.of === 'text') {
    const { test } = accepted
    return (value) => test(typeof value === 'string' ? value : String(value))
  }
  if (accepted.of === 'number') {
    const test = anyOf(accepted.ranges.map(rangeTest))
    return (value) => typeof value === 'number' && test(value)
  }
  if (accepted.of === 'flag') {
    const { flags } = accepted
    return (value) => typeof value === 'boolean' && flags.includes(value)
  }
  const test = anyOf(accepted.spans.map(within))
  return (value) => test(Date.parse(String(value)))
}

const fieldHas =
  (test: Test) =>
  (field: string): Predicate =>
  (event) => {
    const value = event[field]
    return value !== undefined && test(value)
  }

function holds(found: FoundByType, event: Matchable): boolean {
  if (found.events !== 'some') return found.events === 'all'
  return found.values.includes(String(event[found.field])) !== found.not
}

function hasPhrase(phrase: string, describe: Describe): Predicate {
  const byType = new Map<string, FoundByType>()
  const ofType = (name: string) => {
    const known = byType.get(name) ?? foundByType(phrase, name, describe(name))
    byType.set(name, known)
    return known
  }
  return (event) => {
    if (holds(ofType(String(event['audit_event'])), event)) return true
    for (const field in event) {
      const value = event[field]
      if (typeof value !== 'string' || !isSearched(field)) continue
      if (value.toLowerCase().includes(phrase)) return true
    }
    return false
  }
}

const negated =
  (predicate: Predicate): Predicate =>
  (event) =>
    !predicate(event)

function predicateOf({ of, accepted, not }: Resolved, describe: Describe): Predicate {
  const predicate =
    accepted.of === 'words'
      ? anyOf(accepted.phrases.map((phrase) => hasPhrase(phrase, describe)))
      : anyOf(of.map(fieldHas(testOf(accepted))))
  return not ? negated(predicate) : predicate
}

/** What costs least is asked first. */
const costs: Readonly<Record<Accepted['of'], number>> = {
  number: 0,
  flag: 0,
  text: 1,
  time: 2,
  words: 3,
}

const always: Predicate = () => true

function all(predicates: readonly Predicate[]): Predicate {
  const [first = always, second, ...others] = predicates
  if (!second) return first
  if (others.length === 0) return (event) => first(event) && second(event)
  return (event) => predicates.every((predicate) => predicate(event))
}

function withinCursors({ after, before }: Wanted): readonly Predicate[] {
  if (after === undefined && before === undefined) return []
  const test = rangeTest({ over: after ?? -Infinity, under: before ?? Infinity })
  return [(event) => test(Number(event['seq']))]
}

/**
 * Whether an event is what a query asks for, compiled once for many events. This is what a query means: whatever else answers
 * queries agrees with it.
 */
export function matcher(
  query: Wanted,
  { fields, describe, now }: Vocabulary & { readonly now: Date },
): Predicate {
  const { timezone } = query
  const resolved = query.where
    .map((condition) => resolve(condition, { fields, timezone, now }))
    .sort((a, b) => costs[a.accepted.of] - costs[b.accepted.of])
  return all([
    ...withinCursors(query),
    ...resolved.map((condition) => predicateOf(condition, describe)),
  ])
}
