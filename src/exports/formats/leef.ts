import type { Scalar } from '../../kernel/canonical-json.ts'
import type { ExportFormat } from '../format.ts'
import { envelope, type OutgoingEvent, otherFields } from '../outgoing-event.ts'
import { severityNumbers } from '../severity-number.ts'

/**
 * LEEF has no escapes, so what would end a value (a control character) becomes a space: the event is compared with the log by
 * its leaf hash, which is not touched by that.
 */
const plain = (value: Scalar) =>
  String(value)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')

const headText = (text: string) => plain(text).replaceAll('|', '_')

const mapped = new Set([...envelope, 'username', 'remote_address'])

const attributes = (event: OutgoingEvent): Record<string, Scalar | undefined> => ({
  devTime: Date.parse(event.timestamp),
  cat: event.category,
  sev: severityNumbers(event.severity).cef,
  usrName: event.username,
  src: event.remote_address,
  seq: event.seq,
  leaf_hash: event.leaf_hash,
  event_id: event.event_id,
  outcome: event.outcome,
  severity: event.severity,
  recorded_at: event.recorded_at,
  ...otherFields(event, mapped),
  msg: event.message,
})

/** IBM QRadar's Log Event Extended Format 2.0, with tabs between its attributes. */
export const leef: ExportFormat = {
  name: 'leef',
  title: 'LEEF 2.0',
  mediaType: 'text/plain',
  line(event, { version }) {
    const pairs = Object.entries(attributes(event))
      .filter((entry): entry is [string, Scalar] => entry[1] !== undefined)
      .map(([key, value]) => `${key}=${plain(value)}`)
    const head = ['Keepwatch', 'Keepwatch', version, event.audit_event].map(headText)
    return `LEEF:2.0|${head.join('|')}|x09|${pairs.join('\t')}`
  },
}
