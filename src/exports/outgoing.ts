import { type Catalog, showBehind } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { rfc3339 } from '../kernel/clock.ts'
import { newUuid } from '../kernel/ids.ts'
import { parseText } from '../query/asked.ts'
import { matcher, type Predicate } from '../query/matcher.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { leafHashHex } from '../tlog/hash.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

/** Opens entries of the log for receivers. */
export const outgoing = (
  store: Pick<Store, 'read'>,
  catalog: Catalog,
  entries: readonly LogEntry[],
): Promise<readonly OutgoingEvent[]> =>
  showBehind(
    {
      store,
      catalog,
      before: ({ seq, body, leaf = leafHashHex(body) }) => `"seq":${seq},"leaf_hash":"${leaf}"`,
    },
    entries,
  ) as Promise<readonly OutgoingEvent[]>

const everything: Predicate = () => true

/** Which events a filter lets through. */
export function filterOf(filter: string, catalog: Catalog, now: Date): Predicate {
  if (filter === '') return everything
  const vocabulary = vocabularyOf(catalog)
  return matcher(parseText(filter, vocabulary.fields), { ...vocabulary, now })
}

/** What a target is sent to see whether it works: it is no event of the log, and says so. */
export function testMessage(name: string, at: Date): OutgoingEvent {
  const time = rfc3339(at)
  return {
    seq: -1,
    leaf_hash: '0'.repeat(64),
    event_id: newUuid(at),
    audit_event: 'audit_sync_test_message',
    category: 'usage',
    severity: 'info',
    outcome: 'success',
    timestamp: time,
    recorded_at: time,
    enterprise_id: 1,
    name,
    message: `Test message of Keepwatch for the export target ${name}`,
  }
}
