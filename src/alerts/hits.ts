import type { ShownEvent } from '../events/shown-event.ts'
import { showEvents } from '../events/shown-event.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { type CompiledRule, type Ground, isNews, type Seen } from './compiled-rule.ts'
import type { Kept } from './dimension.ts'

/** An event that a rule is about. */
export type Hit<One extends CompiledRule> = {
  readonly rule: One
  readonly seen: Seen
  readonly key: string
  readonly value: string | undefined
}

/** The country of the client's address stands in no event: it is looked up, as reports do. */
function placed(shown: ShownEvent, { placeOf }: Ground): ShownEvent {
  const { remote_address } = shown
  const country = remote_address === undefined ? undefined : placeOf?.(remote_address)?.country_code
  return country === undefined ? shown : { ...shown, country }
}

function hitsOn<One extends CompiledRule>(rules: readonly One[], seen: Seen): readonly Hit<One>[] {
  return rules.flatMap((rule) => {
    if (!rule.finds(seen.shown)) return []
    const value = rule.valueOf(seen.kept)
    return value === null ? [] : [{ rule, seen, key: rule.keyOf(seen.kept), value }]
  })
}

/**
 * What rules have to do with entries of the log, in the order of the log. Personal values are opened only of events whose type
 * some rule looks at.
 */
export async function hitsOf<One extends CompiledRule>(
  store: Pick<Store, 'read'>,
  ground: Ground,
  { entries, rulesOf }: { entries: readonly LogEntry[]; rulesOf: (type: string) => readonly One[] },
): Promise<readonly Hit<One>[]> {
  const wanted = entries.flatMap((entry) => {
    const kept = JSON.parse(entry.body) as Kept
    const rules = isNews(kept) ? rulesOf(String(kept['audit_event'])) : []
    return rules.length > 0 ? [{ entry, kept, rules }] : []
  })
  if (wanted.length === 0) return []
  const shown = await showEvents(
    store,
    ground.catalog,
    wanted.map(({ entry }) => entry),
  )
  return wanted.flatMap(({ entry, kept, rules }, at) => {
    const one = shown[at]
    if (!one) return []
    const event = placed(one, ground)
    const country = event['country']
    const known = country === undefined ? kept : { ...kept, country }
    return hitsOn(rules, { seq: entry.seq, kept: known, shown: event })
  })
}
