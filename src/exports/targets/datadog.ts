import { z } from 'zod'
import { asArray, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, line, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Intake of your Datadog site').default('https://http-intake.logs.datadoghq.com'),
  api_key: secret('API key'),
  source: line('Source; “keeper” is what Datadog’s integration of Keeper reads').default('keeper'),
  tags: line('Tags, such as env:prod,team:security').optional(),
  ...trust,
})

/**
 * Datadog throws logs away, and says that it took them, when their date is older than 18 hours ("Logs are not
 * indexed: timestamp too old"): an event that is that late is dated by its arrival, and keeps its own time inside.
 */
const oldestMs = 17 * 3_600_000

const dated = (time: string) => Date.now() - Date.parse(time) < oldestMs

/** Datadog's log intake (v2), in the shape that Keeper sends, so that its integration there reads it. */
export const datadog = targetType({
  name: 'datadog',
  title: 'Datadog',
  settings,
  limits: () => ({ events: 1_000, bytes: 4_000_000, eventBytes: 900_000, ageMs: 500 }),
  line(event, { source, tags }, { origin }) {
    const { seq, leaf_hash, event_id, timestamp, ...rest } = event
    const time = dated(timestamp) ? { timestamp } : { occurred_at: timestamp }
    return JSON.stringify({
      ddsource: source,
      source,
      ...(tags && { ddtags: tags }),
      hostname: origin.host,
      service: event.category,
      status: event.severity,
      message: event.message,
      ...('timestamp' in time && time),
      keepwatch: { seq, leaf_hash, event_id },
      additionalProperties: { ...rest, ...time, seq, leaf_hash, event_id },
    })
  },
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: `${given.url}/api/v2/logs`,
        headers: { 'dd-api-key': given.api_key, 'content-type': 'application/json' },
        body: asArray(units),
      }),
      judge: takenWith(202),
    }),
})
