import { isImported } from '../events/imported.ts'
import type { Catalog } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { findField } from '../query/field.ts'
import { type Matchable, matcher, type Predicate, type Vocabulary } from '../query/matcher.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import { conditionOf } from './conditions.ts'
import { type Dimension, dimension, hashed, type Kept } from './dimension.ts'
import { keptRule, type Rule } from './rule.ts'
import { conditionsOf } from './rule-filter.ts'

/** An event in both forms: as the log keeps it, and with everything opened. */
export type Seen = {
  readonly seq: number
  readonly kept: Kept
  readonly shown: Matchable
}

/** A rule that is ready to look at events. */
export type CompiledRule = {
  readonly rule: Rule
  /** Whether it may find events of that type at all: the rest is not looked at. */
  takes(type: string): boolean
  finds(shown: Matchable): boolean
  /** The group that an event belongs to. */
  keyOf(kept: Kept): string
  /** What its condition counts; `null` when the event has none and is none of the rule's. */
  valueOf(kept: Kept): string | undefined | null
  readonly groups: readonly Dimension[]
}

/** What alerts are compiled with: the catalogue, what queries speak of, and the country of an address if that is known. */
export type Ground = {
  readonly catalog: Catalog
  readonly vocabulary: Vocabulary
  placeOf?(address: string): { readonly country_code: string } | undefined
}

export const groundOf = (catalog: Catalog, placeOf?: Ground['placeOf']): Ground => ({
  catalog,
  vocabulary: vocabularyOf(catalog),
  ...(placeOf && { placeOf }),
})

/** What alerts say of themselves is nothing to alert on, or it would never end. */
const ownVoice = 'audit_alert_sent'

/** Whether an event is something that happens here and now. */
export const isNews = (kept: Kept): boolean =>
  kept['audit_event'] !== ownVoice && !isImported(kept as Readonly<Record<string, Scalar>>)

export function compileRule(rule: Rule, { vocabulary }: Ground): CompiledRule {
  const { fields } = vocabulary
  const where = conditionsOf(rule.filter, fields)
  const query = (conditions: typeof where) => ({ where: conditions, timezone: rule.timezone })
  const by = { ...vocabulary, now: new Date(0) }
  const typed = where.filter(({ field }) => findField(fields, field)?.of.join() === 'audit_event')
  const ofType: Predicate = matcher(query(typed), by)
  const groups = rule.group_by.map((name) => dimension(name, fields, rule.timezone))
  const counted = conditionOf(rule.condition).counts?.(rule.condition)
  const value = counted === undefined ? undefined : dimension(counted, fields, rule.timezone)
  return {
    rule,
    groups,
    takes: (type) => ofType({ audit_event: type }),
    finds: matcher(query(where), by),
    keyOf: (kept) => (groups.length === 0 ? '' : hashed(groups.map(({ of }) => of(kept)))),
    valueOf(kept) {
      if (!value) return undefined
      const found = value.of(kept)
      return found === undefined ? null : hashed([found]).slice(0, 11)
    },
  }
}

/** A rule of the store, ready. */
export type LiveRule = CompiledRule & { readonly row: AlertRule }

export const compileRow = (row: AlertRule, ground: Ground): LiveRule => ({
  row,
  ...compileRule(keptRule(row.rule), ground),
})

/** Rules by the types of events that they may find: a rule costs nothing for types that it does not look at. */
export function byType<One extends CompiledRule>(rules: readonly One[]) {
  const known = new Map<string, readonly One[]>()
  return (type: string): readonly One[] => {
    const found = known.get(type) ?? rules.filter((rule) => rule.takes(type))
    known.set(type, found)
    return found
  }
}
