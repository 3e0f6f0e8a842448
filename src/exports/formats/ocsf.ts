import { isIP } from 'node:net'
import type { ExportFormat, Origin } from '../format.ts'
import { envelope, type OutgoingEvent, otherFields } from '../outgoing-event.ts'
import { severityNumbers } from '../severity-number.ts'

/** API Activity (https://schema.ocsf.io, class 6003): who did what to which resource, from where. */
const classUid = 6003
const categoryUid = 6
const version = '1.6.0'

const statusIds: Readonly<Record<string, number>> = { success: 1, denied: 2, failure: 2 }

const verbs: readonly (readonly [RegExp, number])[] = [
  [/(added|created?|shared|setup|stored|connected)$|^(add|create|send|accept)_/, 1],
  [/(access|read|get|opened|fetched)$|^(get|read|open|fetch)_/, 2],
  [/(changed?|updated?|rotated|moved|resumed|paused|renamed)$|^(change|update|set)_/, 3],
  [/(removed?|deleted?|pruned|forgotten|erased)$|^(delete|remove|forget)_/, 4],
]

/** 1 create, 2 read, 3 update, 4 delete, 99 other. */
const activityOf = (name: string) => verbs.find(([verb]) => verb.test(name))?.[1] ?? 99

const mapped = new Set([...envelope, 'username', 'remote_address'])

/** The longest that the schema takes: an IPv4 address in the notation of IPv6 can be longer. */
const longestIp = 40

function source({ remote_address: address }: OutgoingEvent) {
  if (address !== undefined && isIP(address) && address.length <= longestIp) return { ip: address }
  return { name: address ?? 'keepwatch' }
}

const metadata = (event: OutgoingEvent, origin: Origin) => ({
  version,
  product: { name: 'Keepwatch', vendor_name: 'Keepwatch', version: origin.version },
  uid: event.event_id,
  sequence: event.seq,
  event_code: event.audit_event,
  logged_time: Date.parse(event.recorded_at),
  log_provider: origin.host,
})

/** Open Cybersecurity Schema Framework: the sequence is `metadata.sequence`, the leaf hash and our own fields `unmapped`. */
export const ocsf: ExportFormat = {
  name: 'ocsf',
  title: 'OCSF 1.6',
  mediaType: 'application/x-ndjson',
  line(event, origin) {
    const activity = activityOf(event.audit_event)
    const actor = event.username ?? 'keepwatch'
    return JSON.stringify({
      activity_id: activity,
      ...(activity === 99 && { activity_name: event.audit_event }),
      category_uid: categoryUid,
      class_uid: classUid,
      type_uid: classUid * 100 + activity,
      time: Date.parse(event.timestamp),
      severity_id: severityNumbers(event.severity).ocsf,
      status_id: statusIds[event.outcome] ?? 0,
      status_detail: event.outcome,
      message: event.message,
      metadata: metadata(event, origin),
      actor: { user: { name: actor } },
      api: { operation: event.audit_event, service: { name: 'keepwatch' } },
      src_endpoint: source(event),
      unmapped: {
        leaf_hash: event.leaf_hash,
        category: event.category,
        severity: event.severity,
        ...otherFields(event, mapped),
      },
    })
  },
}
