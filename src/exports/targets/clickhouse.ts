import { hash } from 'node:crypto'
import { z } from 'zod'
import type { HttpAnswer } from '../../outbound/http-line.ts'
import { asLines, httpSender } from '../http-sender.ts'
import { reasonOf, takenWith } from '../http-verdict.ts'
import { address, formatted, jsonFormat, line, secret, trust, yesNo } from '../setting.ts'
import { targetType, type Unit } from '../target.ts'
import { again, dead, paused, type Verdict } from '../verdict.ts'

const identifier = (title: string) =>
  z
    .string()
    .regex(/^[A-Za-z_]\w{0,63}$/, 'must be letters, digits and _')
    .meta({ title })

const settings = z.strictObject({
  url: address('Address of the HTTP interface, such as https://clickhouse.example.com:8443'),
  username: line('User').default('default'),
  password: secret('Password').optional(),
  database: identifier('Database').default('default'),
  table: identifier('Table').default('keepwatch_events'),
  deduplicate: yesNo('Send a token that makes a repeated batch count once (from 22.2)').default(
    true,
  ),
  format: jsonFormat('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>

/** The same events make the same token, whenever they are sent. */
function tokenOf(units: readonly Unit[]): string {
  const marks = units.map(({ event }) => `${event.seq} ${event.event_id} ${event.leaf_hash}`)
  return hash('sha256', marks.join('\n'), 'hex')
}

function addressOf({ url, database, table, deduplicate }: Settings, units: readonly Unit[]) {
  const asked = new URLSearchParams({
    query: `INSERT INTO ${database}.${table} FORMAT JSONEachRow`,
    // The answer comes when everything is written.
    wait_end_of_query: '1',
    input_format_skip_unknown_fields: '1',
    date_time_input_format: 'best_effort',
    ...(deduplicate && { async_insert: '0', insert_deduplication_token: tokenOf(units) }),
  })
  return `${url}/?${asked}`
}

/** Codes of ClickHouse (ErrorCodes.cpp) that a person must do something about: names, types, passwords, rights. */
const settingsCodes = new Set([
  16, 36, 47, 60, 62, 81, 115, 164, 192, 193, 194, 195, 291, 497, 516, 519,
])
/** And that are about a row: it cannot be read, or is of another type than its column. */
const rowCodes = new Set([6, 25, 26, 27, 32, 33, 38, 41, 53, 69, 70, 72, 117, 130, 131, 349, 469])

const byStatus = takenWith(200)

function judge(answer: HttpAnswer): Verdict {
  const [, code] = /Code: (\d+)[.,]/.exec(answer.text) ?? []
  if (code === undefined) return byStatus(answer)
  if (settingsCodes.has(Number(code))) return paused(reasonOf(answer))
  if (rowCodes.has(Number(code))) return dead(reasonOf(answer))
  return again(reasonOf(answer))
}

/** ClickHouse over HTTP, a row an event: the fields that have a column, and the whole event in `event`. */
export const clickhouse = targetType({
  name: 'clickhouse',
  title: 'ClickHouse',
  settings,
  limits: () => ({ events: 10_000, bytes: 8_000_000, ageMs: 1_000 }),
  line: (event, { format }, tools) =>
    JSON.stringify({ ...event, event: formatted(event, format, tools) }),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      request: (units) => ({
        url: addressOf(given, units),
        headers: {
          'x-clickhouse-user': given.username,
          ...(given.password && { 'x-clickhouse-key': given.password }),
        },
        body: asLines(units),
      }),
      judge,
    }),
})
