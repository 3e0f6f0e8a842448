import { z } from 'zod'
import { boundedText } from '../query/condition.ts'
import type { QueryInput } from '../query/query.ts'
import { timeSpan } from '../query/time.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import type { Row } from './columns.ts'

/** How an export target fares now: how far behind, in events and seconds, and how many events it will not take. */
export type ExportStanding = {
  readonly name: string
  readonly kind: string
  readonly status: string
  readonly reason: string | null
  /** RFC 3339. */
  readonly failing_since: string | null
  readonly lag_events: number
  readonly lag_seconds: number
  readonly dead_letters: number
}

/** What a ready-made report is made from. */
export type Sources = {
  /** Asks the log; the rows come as reports have them. */
  readonly query: (asked: QueryInput) => AsyncIterable<Row>
  /** How things stand now: the devices in use, what is shared with applications, the records under a shared folder. */
  readonly devices: State['devices']['list']
  readonly shares: State['shares']['list']
  readonly recordsUnder: State['records']['listUnder']
  readonly record: State['records']['find']
  /** What left in an answer. */
  readonly servedSet: State['servedSets']['find']
  readonly exports: () => Promise<readonly ExportStanding[]>
  readonly now: Date
}

/** What is not in the store's state: the log, the exports and the clock. */
type Around = Pick<Sources, 'query' | 'exports' | 'now'>

/** The sources of a store. */
export const sourcesOf = (
  { read }: Pick<Store, 'read'>,
  { query, exports, now }: Around,
): Sources => ({
  query,
  exports,
  devices: () => read((state) => state.devices.list()),
  shares: () => read((state) => state.shares.list()),
  recordsUnder: (uid) => read((state) => state.records.listUnder(uid)),
  record: (uid) => read((state) => state.records.find(uid)),
  servedSet: (hash) => read((state) => state.servedSets.find(hash)),
  now,
})

/** What of its columns is drawn: a bar or a point for each row. */
export type Chart = { readonly kind: 'bars' | 'line'; readonly x: string; readonly y: string }

/** A report that somebody thought of before: one file in `library/`. */
export type ReadyReport = {
  /** As it is asked for: `access-by-device`. */
  readonly name: string
  readonly title: string
  /** What it shows and what to do about it, in a sentence or two. */
  readonly about: string
  /** What its rows have, in the order that people read. */
  readonly columns: readonly string[]
  readonly chart?: Chart
  readonly rows: (sources: Sources, asked: ReadyAsked) => AsyncIterable<Row>
}

const time = boundedText.superRefine((text, context) => {
  try {
    timeSpan(text, { zone: 'UTC', now: new Date(0) })
  } catch (error) {
    context.addIssue((error as Error).message)
  }
})

/**
 * What every ready-made report can be asked: when (as in queries), for which application, for which records (a row about
 * another one is left out), and how many rows.
 */
export const readyAsked = z.strictObject({
  created: time.default('last_30_days'),
  app: z.array(boundedText).min(1).max(1_000).readonly().optional(),
  record: z.array(boundedText).min(1).max(1_000).readonly().optional(),
  limit: z.int().min(-1).max(100_000_000).default(-1),
})

export type ReadyAsked = z.output<typeof readyAsked>

/** Whether a row is about a record that was asked for; every row is that is about none. */
const isAbout = (row: Row, { record }: ReadyAsked): boolean =>
  record === undefined ||
  row['record_uid'] === undefined ||
  record.includes(String(row['record_uid']))

/** The rows of a ready-made report, as many as were asked for. */
export async function* readyRows(
  report: Pick<ReadyReport, 'rows'>,
  sources: Sources,
  asked: ReadyAsked,
): AsyncGenerator<Row> {
  let left = asked.limit > 0 ? asked.limit : Number.POSITIVE_INFINITY
  for await (const row of report.rows(sources, asked)) {
    if (!isAbout(row, asked)) continue
    yield row
    left -= 1
    if (left === 0) return
  }
}

/** The conditions that come from what was asked. */
export const askedConditions = ({ created, app }: ReadyAsked): NonNullable<QueryInput['where']> => [
  { field: 'time', values: [created] },
  ...(app ? [{ field: 'app', values: app }] : []),
]
