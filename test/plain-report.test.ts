import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Catalog, ShownEvent } from '../src/events/shown-event.ts'
import { vocabularyOf } from '../src/events/vocabulary.ts'
import { parseQuery, type QueryInput } from '../src/query/query.ts'
import { plainReport } from './support/plain-report.ts'

/** What the plain evaluator says is right: the projection is held against it, so it is held against a count by hand. */

const now = new Date('2026-11-23T12:00:00Z')
const catalog: Catalog = new Map()
const { fields } = vocabularyOf(catalog)

const shown = (seq: number, fields: Partial<ShownEvent>): ShownEvent => ({
  seq,
  event_id: `event-${seq}`,
  audit_event: 'login',
  category: 'security',
  severity: 'info',
  outcome: 'success',
  timestamp: '2026-11-21T07:30:51.000Z',
  recorded_at: '2026-11-21T07:30:51.000Z',
  message: '',
  ...fields,
})

const run = (input: QueryInput, events: readonly ShownEvent[]) =>
  plainReport(parseQuery(input, fields), { events, catalog, now })

const users = ['a@example.com', 'b@example.com', undefined]
const types = ['login', 'record_add', 'app_client_access']

const arbitraryEvent = fc.record({
  at: fc.oneof(
    fc.integer({ min: Date.parse('2026-03-27'), max: Date.parse('2026-03-31') }),
    fc.integer({ min: Date.parse('2026-10-24'), max: Date.parse('2026-11-03') }),
  ),
  type: fc.constantFrom(...types),
  user: fc.constantFrom(...users),
  device: fc.constantFrom('', 'runner', 'a,b'),
})

const arbitraryLog = fc.array(arbitraryEvent, { maxLength: 60 }).map((drawn) =>
  drawn.map(({ at, type, user, device }, seq) =>
    shown(seq, {
      timestamp: new Date(at).toISOString(),
      audit_event: type,
      ...(user && { username: user }),
      ...(device && { device_name: device }),
    }),
  ),
)

const wallParts = new Map(
  ['UTC', 'Europe/Berlin', 'America/New_York'].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      timeZoneName: 'longOffset',
    }),
  ]),
)

/** The bucket's name on the wall, worked out without the code under test: a calendar day, an hour with its offset. */
function wallName(type: string, zone: string, timestamp: string): string {
  const parts = new Map(
    wallParts
      .get(zone)
      ?.formatToParts(new Date(timestamp))
      .map(({ type: name, value }) => [name, value]),
  )
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`
  if (type === 'hour') return `${day} ${parts.get('hour')} ${parts.get('timeZoneName')}`
  if (type === 'month') return day.slice(0, 7)
  if (type === 'day') return day
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

const arbitraryQuery = fc.record({
  report_type: fc.constantFrom('span', 'hour', 'day', 'week', 'month'),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
  columns: fc.uniqueArray(fc.constantFrom('username', 'audit_event_type', 'device_name')),
  order: fc.constantFrom('ascending', 'descending'),
  wanted: fc.option(fc.subarray(types, { minLength: 1 }), { nil: undefined }),
  device: fc.option(fc.constantFrom('runner', 'a,b'), { nil: undefined }),
  since: fc.option(fc.integer({ min: 1_774_569_600, max: 1_793_664_000 }), { nil: undefined }),
})

const fieldByColumn: Readonly<Record<string, string>> = { audit_event_type: 'audit_event' }

test('counted reports agree with a plain count over random logs, filters and zones', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog, arbitraryQuery, async (log, drawn) => {
      const { report_type, timezone, order, wanted, device, since } = drawn
      const rows = await run(
        {
          report_type,
          timezone,
          order,
          columns: drawn.columns,
          aggregate: ['occurrences', 'first_created', 'last_created'],
          filter: {
            ...(wanted && { audit_event_type: wanted }),
            ...(device && { device: [device] }),
            ...(since && { created: `> ${since}` }),
          },
        },
        log,
      )
      const chosen = log.filter(
        (event) =>
          (!wanted || wanted.includes(event.audit_event)) &&
          (!device || event['device_name'] === device) &&
          (!since || Math.floor(Date.parse(event.timestamp) / 1000) > since),
      )
      const expected = Object.groupBy(chosen, (event) =>
        JSON.stringify([
          report_type === 'span' ? '' : wallName(report_type, timezone, event.timestamp),
          ...drawn.columns.map((column) => event[fieldByColumn[column] ?? column] ?? ''),
        ]),
      )
      const found = rows.map((row) => [
        JSON.stringify([
          report_type === 'span'
            ? ''
            : wallName(
                report_type,
                timezone,
                new Date(Number(row['created']) * 1000).toISOString(),
              ),
          ...drawn.columns.map((column) => row[column] ?? ''),
        ]),
        [row['occurrences'], row['first_created'], row['last_created']],
      ])
      const plain = Object.entries(expected).map(([key, group = []]) => {
        const seconds = group.map(({ timestamp }) => Math.floor(Date.parse(timestamp) / 1000))
        return [key, [group.length, Math.min(...seconds), Math.max(...seconds)]]
      })
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(plain))
      expect(found).toHaveLength(plain.length)
      const counts = rows.map((row) => Number(row['occurrences']))
      const sorted = counts.toSorted((a, b) => (order === 'ascending' ? a - b : b - a))
      expect(counts).toEqual(sorted)
    }),
    { numRuns: 500 },
  )
})

test('raw reports keep the order of the log and lose nothing that matches', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryLog,
      fc.integer({ min: -1, max: 70 }),
      fc.subarray(types, { minLength: 1 }),
      async (log, limit, wanted) => {
        const rows = await run(
          { limit, order: 'ascending', filter: { audit_event_type: wanted } },
          log,
        )
        const all = log.filter(({ audit_event }) => wanted.includes(audit_event))
        const expected = limit > 0 ? all.slice(0, limit) : all
        expect(rows.map(({ id }) => id)).toEqual(expected.map(({ seq }) => seq))
      },
    ),
  )
})
