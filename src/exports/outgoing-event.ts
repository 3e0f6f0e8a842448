import type { Scalar } from '../kernel/canonical-json.ts'

/**
 * An event as it leaves for a receiver: flat, personal values opened. `seq` and `leaf_hash` let the receiver prove that it
 * has all of them, unaltered: `leaf_hash` is the SHA-256 of 0x00 and the bytes that the log keeps, as 64 hexadecimal digits.
 */
export type OutgoingEvent = {
  /** Dense, from 0; -1 marks the test message of a target, which is no event of the log. */
  readonly seq: number
  readonly leaf_hash: string
  readonly event_id: string
  readonly audit_event: string
  readonly category: string
  readonly severity: string
  readonly outcome: string
  readonly timestamp: string
  readonly recorded_at: string
  readonly message: string
  readonly username?: string
  readonly remote_address?: string
  readonly client_version?: string
  readonly [field: string]: Scalar | undefined
}

/** The fields that every format has a place of its own for, besides those that it maps. */
export const envelope: ReadonlySet<string> = new Set([
  'seq',
  'leaf_hash',
  'event_id',
  'audit_event',
  'category',
  'severity',
  'outcome',
  'timestamp',
  'recorded_at',
  'message',
])

/** The fields that no `taken` one is, as they came. */
export const otherFields = (
  event: OutgoingEvent,
  taken: ReadonlySet<string>,
): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    Object.entries(event).filter(
      (entry): entry is [string, Scalar] => !taken.has(entry[0]) && entry[1] !== undefined,
    ),
  )
