import type { Scalar } from '../../kernel/canonical-json.ts'
import type { ExportFormat } from '../format.ts'
import { severityNumbers } from '../severity-number.ts'

function anyValue(value: Scalar) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}

const nanoseconds = (time: string) => `${Date.parse(time)}000000`

const attribute = ([name, value]: readonly [string, Scalar]) => ({
  key: `keepwatch.${name}`,
  value: anyValue(value),
})

/** An OpenTelemetry log record in OTLP/JSON: 64-bit integers are texts there (protobuf's JSON mapping). */
export const otlp: ExportFormat = {
  name: 'otlp',
  title: 'OpenTelemetry log record',
  mediaType: 'application/json',
  line: (event) => {
    const { message, ...fields } = event
    const given = Object.entries(fields).filter(
      (entry): entry is [string, Scalar] => entry[1] !== undefined,
    )
    return JSON.stringify({
      timeUnixNano: nanoseconds(event.timestamp),
      observedTimeUnixNano: nanoseconds(event.recorded_at),
      severityNumber: severityNumbers(event.severity).otel,
      severityText: event.severity,
      eventName: event.audit_event,
      body: { stringValue: message },
      attributes: given.map(attribute),
    })
  },
}
