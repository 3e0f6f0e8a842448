import { isIP } from 'node:net'
import type { ExportFormat } from '../format.ts'
import { envelope, type OutgoingEvent, otherFields } from '../outgoing-event.ts'
import { severityNumbers } from '../severity-number.ts'

const outcomes: Readonly<Record<string, string>> = { success: 'success', denied: 'failure' }

const mapped = new Set([...envelope, 'username', 'remote_address', 'client_version'])

const categories: Readonly<Record<string, string>> = { login: 'authentication', security: 'iam' }

const eventOf = (event: OutgoingEvent) => ({
  id: event.event_id,
  sequence: event.seq,
  hash: event.leaf_hash,
  kind: 'event',
  module: 'keepwatch',
  dataset: 'keepwatch.audit',
  action: event.audit_event,
  category: [categories[event.category] ?? 'configuration'],
  type: ['info'],
  outcome: outcomes[event.outcome] ?? 'failure',
  severity: severityNumbers(event.severity).cef,
  created: event.recorded_at,
})

/** An address that is none (it was erased) must not fail a field of the type `ip`. */
function source({ remote_address: address }: OutgoingEvent) {
  if (address === undefined) return {}
  return { source: isIP(address) ? { ip: address, address } : { address } }
}

/** Elastic Common Schema: `event.sequence` and `event.hash` are the sequence and the leaf hash. */
export const ecs: ExportFormat = {
  name: 'ecs',
  title: 'Elastic Common Schema',
  mediaType: 'application/x-ndjson',
  line: (event, { host, version }) =>
    JSON.stringify({
      '@timestamp': event.timestamp,
      message: event.message,
      ecs: { version: '8.17.0' },
      event: eventOf(event),
      observer: { vendor: 'Keepwatch', product: 'Keepwatch', version, hostname: host },
      ...(event.username !== undefined && { user: { name: event.username } }),
      ...source(event),
      ...(event.client_version !== undefined && {
        user_agent: { original: event.client_version },
      }),
      keepwatch: {
        category: event.category,
        severity: event.severity,
        outcome: event.outcome,
        ...otherFields(event, mapped),
      },
    }),
}
