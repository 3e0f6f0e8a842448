import { createHash } from 'node:crypto'
import type { OutgoingEvent } from './outgoing-event.ts'

/**
 * Devices that poll read the same secrets again and again. A target may want such reads as one event: the first of them, with how many
 * there were, the last of them, every number, and a hash over all leaf hashes, so that `keepwatch reconcile` can still prove each one.
 */

const polling = 'app_client_access'
/** More numbers than that would make an event too large for receivers. */
const mostTogether = 250

/** What differs between two reads that are the same. */
const own: ReadonlySet<string> = new Set([
  ...['seq', 'leaf_hash', 'event_id', 'timestamp', 'recorded_at', 'request_id', 'message'],
])

/** Whether an event may wait for others like it. A refusal is no poll. */
export const isPoll = ({ audit_event, outcome }: OutgoingEvent): boolean =>
  audit_event === polling && outcome === 'success'

const likeness = (event: OutgoingEvent) =>
  JSON.stringify(Object.entries(event).filter(([name]) => !own.has(name)))

/** Numbers with commas; `-` stands for all between two. */
export function ranges(seqs: readonly number[]): string {
  const found: [number, number][] = []
  for (const seq of seqs) {
    const last = found.at(-1)
    if (last && last[1] === seq - 1) last[1] = seq
    else found.push([seq, seq])
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',')
}

/** A UUID of our own making (RFC 9562, version 8) from a hash. */
function uuidOf(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-')
}

/**
 * One event for several that are the same. It has the number and the proof of the first, and an id that says which ones it stands for: a
 * receiver that drops an id that it knows must not drop others with it, when a crash has put them together in another way.
 */
function together(first: OutgoingEvent, events: readonly OutgoingEvent[]): OutgoingEvent {
  const last = events.at(-1) ?? first
  const leaves = createHash('sha256').update(events.map(({ leaf_hash }) => leaf_hash).join(''))
  const digest = leaves.digest()
  return {
    ...first,
    event_id: uuidOf(digest),
    coalesced: true,
    coalesced_event_id: first.event_id,
    coalesced_count: events.length,
    coalesced_first_seq: first.seq,
    coalesced_last_seq: last.seq,
    coalesced_last_timestamp: last.timestamp,
    coalesced_seqs: ranges(events.map(({ seq }) => seq)),
    coalesced_leaves: digest.toString('hex'),
    message: `${first.message} (${events.length} times until ${last.timestamp})`,
  }
}

/** An event, and all that it stands for. */
export type Coalesced = { readonly event: OutgoingEvent; readonly of: readonly OutgoingEvent[] }

/** Puts reads together that are the same, in the place of the first; everything else stays where it is. */
export function coalesced(events: readonly OutgoingEvent[]): readonly Coalesced[] {
  const groups: OutgoingEvent[][] = []
  const open = new Map<string, OutgoingEvent[]>()
  for (const event of events) {
    const like = isPoll(event) ? likeness(event) : undefined
    const group = like === undefined ? undefined : open.get(like)
    if (group && group.length < mostTogether) {
      group.push(event)
      continue
    }
    const fresh = [event]
    groups.push(fresh)
    if (like !== undefined) open.set(like, fresh)
  }
  return groups.flatMap((group) => {
    const [first] = group
    if (!first) return []
    return [{ event: group.length === 1 ? first : together(first, group), of: group }]
  })
}
