import type { RecordLink } from '../store/state/record-links.ts'
import type { LinkAnswer } from './responses.ts'

/** Finds the links of a record. What they hold is passed on as it was stored: the server need not understand it. */
export function servedLinks(links: readonly RecordLink[]) {
  const byRecord = Map.groupBy(links, ({ record_uid }) => record_uid)
  return (record_uid: string): readonly LinkAnswer[] =>
    (byRecord.get(record_uid) ?? []).map(({ linked_uid, path, data }) => ({
      recordUid: linked_uid,
      data,
      path: path || null,
    }))
}
