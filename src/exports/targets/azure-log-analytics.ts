import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { HttpAnswer } from '../../outbound/http-line.ts'
import { asArray, httpSender } from '../http-sender.ts'
import { jsonOf, reasonOf, takenWith } from '../http-verdict.ts'
import { address, formatted, jsonFormat, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'
import { paused, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
  workspace: pathPart('Workspace id'),
  shared_key: secret('Primary or secondary key'),
  log_type: z
    .string()
    .regex(/^[A-Za-z_]\w{0,99}$/, 'must be letters, digits and _')
    .default('Keeper')
    .meta({ title: 'Log type; the table gets _CL behind it' }),
  format: jsonFormat('keeper-json'),
  url: address('Address, where it is not https://WORKSPACE.ods.opinsights.azure.com').optional(),
  ...trust,
})

type Settings = z.output<typeof settings>

const path = '/api/logs'
const type = 'application/json'

/** Data Collector API, "Authorization": HMAC-SHA256 over the request's head, with its length in bytes. */
function signature(body: string, date: string, { workspace, shared_key }: Settings): string {
  const signed = `POST\n${Buffer.byteLength(body)}\n${type}\nx-ms-date:${date}\n${path}`
  const key = Buffer.from(shared_key, 'base64')
  return `SharedKey ${workspace}:${createHmac('sha256', key).update(signed).digest('base64')}`
}

const byStatus = takenWith(200)

/** Of what it answers with 400, only this is about an event; the others are about us. */
const aboutData = new Set(['InvalidDataFormat', 'UnsupportedContentType'])

function judge(answer: HttpAnswer): Verdict {
  const code = String(jsonOf(answer)['Error'] ?? jsonOf(answer)['error'] ?? '')
  if (answer.status === 400 && code !== '' && !aboutData.has(code)) return paused(reasonOf(answer))
  return byStatus(answer)
}

/** The older HTTP Data Collector API, which Microsoft has retired: for workspaces that still take it. */
export const azureLogAnalytics = targetType({
  name: 'azure-log-analytics',
  title: 'Azure Log Analytics (shared key, retired by Microsoft)',
  settings,
  limits: () => ({ events: 1_000, bytes: 4_000_000, eventBytes: 30_000, ageMs: 500 }),
  line: (event, { format }, tools) => formatted(event, format, tools),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request(units) {
        const body = asArray(units)
        const date = new Date().toUTCString()
        const base = given.url ?? `https://${given.workspace}.ods.opinsights.azure.com`
        return {
          url: `${base}${path}?api-version=2016-04-01`,
          headers: {
            'content-type': type,
            'log-type': given.log_type,
            'x-ms-date': date,
            'time-generated-field': 'timestamp',
            authorization: signature(body, date, given),
          },
          body,
        }
      },
      judge,
    }),
})
