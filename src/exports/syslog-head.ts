import { remembering } from '../kernel/remembering.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { severityNumbers } from './severity-number.ts'

/** Log audit (RFC 5424 §6.2.1). */
export const facility = 13

/** Private names need the number of an enterprise; 32473 is the one for those that have none (RFC 5612). */
export const mark = 'keepwatch@32473'

// Few names stand in most events.
const printable = (longest: number) =>
  remembering((text) => text.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, longest) || '-')

const hostname = printable(255)
const messageId = printable(32)

/** `"`, `\` and `]` are escaped (RFC 5424 §6.3.3), and nothing else may be. */
export const escaped = (value: string) =>
  /["\\\]]/.test(value) ? value.replaceAll(/["\\\]]/g, '\\$&').toWellFormed() : value.toWellFormed()

const known = remembering(escaped)

const structuredData = ({ seq, leaf_hash, event_id, category, outcome }: OutgoingEvent): string =>
  `[${mark} seq="${seq}" leaf_hash="${escaped(leaf_hash)}" event_id="${escaped(event_id)}" category="${known(category)}" outcome="${known(outcome)}"]`

/** RFC 5424 up to the message. */
export function syslogHead(event: OutgoingEvent, host: string): string {
  const priority = facility * 8 + severityNumbers(event.severity).syslog
  const id = messageId(event.audit_event)
  return `<${priority}>1 ${event.timestamp} ${hostname(host)} keepwatch - ${id} ${structuredData(event)}`
}
