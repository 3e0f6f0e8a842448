import { createHash } from 'node:crypto'

/** A version of a secret that left in an answer. */
export type Version = { readonly record_uid: string; readonly revision: number }

/**
 * What one answer disclosed: the sorted list of `record uid:revision`, its SHA-256 and its length. The event carries
 * `served` and `served_count`; the list is stored once per distinct hash, because a device that polls reads the same
 * hundred records every minute.
 */
export function servedSet(versions: readonly Version[]) {
  const list = versions.map(({ record_uid, revision }) => `${record_uid}:${revision}`).sort()
  const digest = createHash('sha256').update(list.join('\n')).digest('base64url')
  return { served: `sha256:${digest}`, served_count: list.length, list }
}
