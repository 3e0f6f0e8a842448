import type { ExportFormat } from '../format.ts'
import { syslogHead } from '../syslog-head.ts'

/** RFC 5424 with the event as JSON for a message, as Keeper sends it, and its proof in the structured data. */
export const syslog: ExportFormat = {
  name: 'syslog',
  title: 'Syslog RFC 5424',
  mediaType: 'text/plain',
  line: (event, { host }) => `${syslogHead(event, host)} ${JSON.stringify(event)}`,
}
