import { z } from 'zod'
import { basic } from '../basic-auth.ts'
import { httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, format, formatted, line, pairs, pairsOf, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Address of Loki, such as https://loki.example.com'),
  labels: pairs('Labels of the stream (name=value,…)').default('service_name=keepwatch'),
  tenant: line('Tenant (X-Scope-OrgID)').optional(),
  username: line('User').optional(),
  password: secret('Password').optional(),
  token: secret('Bearer token').optional(),
  format: format('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>

function headersOf({ tenant, username, password, token }: Settings) {
  const authorization =
    token !== undefined ? `Bearer ${token}` : username && basic(username, password ?? '')
  return {
    'content-type': 'application/json',
    ...(tenant && { 'x-scope-orgid': tenant }),
    ...(authorization && { authorization }),
  }
}

/** Loki keeps milliseconds in an order of its own choice, so the sequence stands in the nanoseconds: then equal lines are found, too. */
const nanoseconds = (recordedAt: string, seq: number) =>
  `${Date.parse(recordedAt)}${String(Math.max(seq, 0) % 1_000_000).padStart(6, '0')}`

/**
 * Grafana Loki's push API. One stream, so that order is kept; a line that comes twice is kept once. Of a batch that it answers
 * with 400 (a line too old, too long, too far behind) it keeps the good lines: so the bad ones are found by halving.
 */
export const loki = targetType({
  name: 'loki',
  title: 'Grafana Loki',
  settings,
  limits: () => ({ events: 1_000, bytes: 1_000_000, eventBytes: 250_000, ageMs: 200 }),
  line: (event, { format: name }, tools) =>
    JSON.stringify([nanoseconds(event.recorded_at, event.seq), formatted(event, name, tools)]),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: `${given.url}/loki/api/v1/push`,
        headers: headersOf(given),
        body: `{"streams":[{"stream":${JSON.stringify(pairsOf(given.labels))},"values":[${units.map(({ text }) => text).join(',')}]}]}`,
      }),
      judge: takenWith(204),
    }),
})
