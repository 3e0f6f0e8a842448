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

/** Entries of the types that are wanted, in both forms. Personal values are opened only of those. */
export async function seenOf(
  store: Pick<Store, 'read'>,
  ground: Ground,
  {
    entries,
    takes,
  }: { entries: readonly LogEntry[]; takes: (type: string, kept: Kept) => boolean },
): Promise<readonly Seen[]> {
  const wanted = entries
    .map((entry) => ({ entry, kept: JSON.parse(entry.body) as Kept }))
    .filter(({ kept }) => takes(String(kept['audit_event']), kept))
  if (wanted.length === 0) return []
  const opened = await showEvents(
    store,
    ground.catalog,
    wanted.map(({ entry }) => entry),
  )
  return wanted.flatMap(({ entry: { seq }, kept }, at) => {
    const one = opened[at]
    if (!one) return []
    const shown = placed(one, ground)
    const country = shown['country']
    return [{ seq, shown, kept: country === undefined ? kept : { ...kept, country } }]
  })
}

/** What rules have to do with entries of the log, in the order of the log. */
export async function hitsOf<One extends CompiledRule>(
  store: Pick<Store, 'read'>,
  ground: Ground,
  { entries, rulesOf }: { entries: readonly LogEntry[]; rulesOf: (type: string) => readonly One[] },
): Promise<readonly Hit<One>[]> {
  const takes = (type: string, kept: Kept) => isNews(kept) && rulesOf(type).length > 0
  const seen = await seenOf(store, ground, { entries, takes })
  return seen.flatMap((one) => hitsOn(rulesOf(String(one.kept['audit_event'])), one))
}
