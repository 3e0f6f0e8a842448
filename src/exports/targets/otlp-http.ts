import { z } from 'zod'
import type { HttpAnswer } from '../../outbound/http-line.ts'
import { httpSender } from '../http-sender.ts'
import { jsonOf, reasonOf, takenWith } from '../http-verdict.ts'
import {
  decodePartialSuccess,
  encodeLogs,
  type LogRecord,
  type PartialSuccess,
} from '../otlp-protobuf.ts'
import { address, formatted, line, secret, trust } from '../setting.ts'
import { type Tools, targetType, type Unit } from '../target.ts'
import { again, dead, done, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
  url: address('Address of the collector, such as https://otel.example.com:4318'),
  encoding: z.enum(['protobuf', 'json']).default('protobuf').meta({ title: 'Encoding' }),
  authorization: secret('Authorization header').optional(),
  header_name: line('Name of another header').optional(),
  header_value: secret('Its value').optional(),
  ...trust,
})

type Settings = z.output<typeof settings>

const headersOf = ({ encoding, authorization, header_name, header_value }: Settings) => ({
  'content-type': encoding === 'json' ? 'application/json' : 'application/x-protobuf',
  ...(authorization && { authorization }),
  ...(header_name && header_value && { [header_name]: header_value }),
})

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })

/** An ExportLogsServiceRequest around log records that are written already. */
function bodyOf(units: readonly Unit[], encoding: Settings['encoding'], { origin }: Tools) {
  const resource = {
    attributes: [
      attribute('service.name', 'keepwatch'),
      attribute('service.version', origin.version),
      attribute('host.name', origin.host),
    ],
  }
  const scope = { name: 'keepwatch', version: origin.version }
  if (encoding === 'protobuf') {
    const records = units.map(({ text }) => JSON.parse(text) as LogRecord)
    return encodeLogs({ resource, scope, records })
  }
  const records = units.map(({ text }) => text).join(',')
  return `{"resourceLogs":[{"resource":${JSON.stringify(resource)},"scopeLogs":[{"scope":${JSON.stringify(scope)},"logRecords":[${records}]}]}]}`
}

/** Some answer JSON to protobuf, so the answer itself says what it is. Undefined when it is neither. */
function partialIn(answer: HttpAnswer): PartialSuccess | undefined {
  if (!answer.text.startsWith('{'))
    return decodePartialSuccess(answer.bytes ?? Buffer.from(answer.text))
  const { partialSuccess } = jsonOf(answer)
  const { rejectedLogRecords = 0, errorMessage = '' } = (partialSuccess ?? {}) as {
    rejectedLogRecords?: string | number
    errorMessage?: string
  }
  return { rejected: Number(rejectedLogRecords), reason: errorMessage }
}

const byStatus = takenWith(200, 204)

/** A receiver that took a part says how many it refused and not which (OTLP 1.7, "Partial Success"): so they are found by halving. */
function judge(answer: HttpAnswer, units: readonly Unit[]): Verdict {
  if (answer.status !== 200 || answer.text === '') return byStatus(answer)
  const found = partialIn(answer)
  if (!found) return again(reasonOf(answer))
  const { rejected } = found
  if (rejected === 0) return done
  const reason = `the collector refused ${rejected} of ${units.length}: ${found.reason}`
  if (rejected < units.length) return dead(reason)
  return { kind: 'done', refused: units.map((_, at) => ({ at, reason })) }
}

/** OpenTelemetry logs over HTTP (OTLP 1.7), in protobuf or JSON. */
export const otlpHttp = targetType({
  name: 'otlp-http',
  title: 'OpenTelemetry (OTLP over HTTP)',
  settings,
  limits: () => ({ events: 1_000, bytes: 2_000_000, ageMs: 200 }),
  line: (event, _, tools) => formatted(event, 'otlp', tools),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: `${given.url}/v1/logs`,
        headers: headersOf(given),
        body: bodyOf(units, given.encoding, tools),
      }),
      judge,
    }),
})
