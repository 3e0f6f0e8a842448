import type { ExportFormat } from '../format.ts'
import { severityNumbers } from '../severity-number.ts'

const beside = new Set(['message', 'severity', 'timestamp'])

/** Graylog Extended Log Format 1.1: own fields begin with an underscore, and values are texts or numbers. */
export const gelf: ExportFormat = {
  name: 'gelf',
  title: 'GELF 1.1',
  mediaType: 'application/json',
  line(event, { host }) {
    const fields = Object.entries(event)
      .filter(([name, value]) => !beside.has(name) && value !== undefined)
      .map(([name, value]) => [`_${name}`, typeof value === 'boolean' ? String(value) : value])
    return JSON.stringify({
      version: '1.1',
      host,
      short_message: event.message || event.audit_event,
      timestamp: Date.parse(event.timestamp) / 1000,
      level: severityNumbers(event.severity).syslog,
      ...Object.fromEntries(fields),
    })
  },
}
