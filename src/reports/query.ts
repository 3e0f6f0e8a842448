import { isIP } from 'node:net'
import { z } from 'zod'
import { Failure, invalid } from '../kernel/errors.ts'
import { firstIssue } from './complaint.ts'
import { createdSpans } from './created.ts'
import { isZone } from './zone.ts'

/** How many values a list of a filter may have, and how long each may be. */
const maxValues = 1_000
const maxText = 512
const maxLimit = 100_000_000

const values = (value: z.ZodString) => z.array(value).min(1).max(maxValues).readonly().optional()
const text = z.string().min(1).max(maxText)
const eventName = text.regex(
  /^[a-z][a-z0-9_]*$/,
  'must be the name of an event type, such as login',
)
const address = text.refine((value) => isIP(value) !== 0, 'must be an IPv4 or IPv6 address')
const seconds = z.int().min(0).max(99_999_999_999)

/** When, as a preset, an operator or a range. */
export const createdText = z
  .string()
  .max(4_096)
  .superRefine((value, issues) => {
    try {
      createdSpans(value, { zone: 'UTC', now: new Date(0) })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      issues.addIssue(error.message)
    }
  })

export const zone = text.refine(isZone, 'must be an IANA time zone such as Europe/Berlin, or UTC')

const createdRange = z
  .strictObject({
    min: seconds.optional(),
    max: seconds.optional(),
    exclude_min: z.boolean().optional(),
    exclude_max: z.boolean().optional(),
  })
  .refine(({ min = 0, max = Infinity }) => min <= max, 'must not end before it begins')
  .readonly()

/** The filters that are lists: any of the values. */
export const listFilters = {
  audit_event_type: values(eventName),
  username: values(text),
  to_username: values(text),
  record_uid: values(text),
  shared_folder_uid: values(text),
  app_uid: values(text),
  device: values(text).describe('device names or UIDs'),
  secret_uid: values(text),
  ip_address: values(address),
}

const filter = z
  .strictObject({
    created: z.union([createdText, createdRange]).optional(),
    ...listFilters,
    seq: z
      .strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
      .readonly()
      .optional(),
  })
  .readonly()

/**
 * A report's question, as it is sent. `created` is text (a preset, an operator or a range, see `createdSpans`) or bounds
 * in whole epoch seconds. Lists mean "any of these"; different filters mean "and", except that `record_uid` and
 * `shared_folder_uid` together mean "this record or this folder", as in Commander. `limit` -1 or 0 means all; without
 * one a raw report has 50 rows and every other report has all.
 */
const reportQuery = z
  .strictObject({
    report_type: z.enum(['raw', 'dim', 'span', 'hour', 'day', 'week', 'month']).default('raw'),
    columns: z.array(text).max(16).readonly().default([]),
    aggregate: z
      .array(z.enum(['occurrences', 'first_created', 'last_created']))
      .max(3)
      .readonly()
      .default([]),
    timezone: zone.default('UTC'),
    limit: z.int().min(-1).max(maxLimit).optional(),
    order: z.enum(['ascending', 'descending']).default('descending'),
    filter: filter.default({}),
  })
  .readonly()

export type ReportQuery = z.output<typeof reportQuery>
export type ReportQueryInput = z.input<typeof reportQuery>
export type ReportFilter = ReportQuery['filter']

export type Aggregate = ReportQuery['aggregate'][number]

function checkColumns({ report_type, columns }: ReportQuery, known: ReadonlySet<string>): void {
  if (report_type === 'raw') return
  if (report_type === 'dim' && columns.length !== 1)
    throw invalid('columns must name exactly one column for a dim report.')
  for (const [index, column] of columns.entries())
    if (!known.has(column))
      throw invalid(`columns[${index}] names "${column}", which is not a column to group by.`)
}

/**
 * Reads a query from outside. `columns` are the names that it may group by (`groupColumns`).
 *
 * @throws `invalid` with one sentence that names the place, such as `filter.username[3]`.
 */
export function parseQuery(raw: unknown, columns: ReadonlySet<string>): ReportQuery {
  const parsed = reportQuery.safeParse(raw)
  if (!parsed.success) throw invalid(firstIssue(parsed.error), { cause: parsed.error })
  checkColumns(parsed.data, columns)
  return parsed.data
}

const rawRows = 50

/** The most rows that a query wants. */
export function rowLimit({ report_type, limit }: ReportQuery): number {
  if (limit !== undefined && limit > 0) return limit
  return limit === undefined && report_type === 'raw' ? rawRows : Infinity
}
