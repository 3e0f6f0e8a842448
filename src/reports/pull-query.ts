import { z } from 'zod'
import { readAsked } from '../query/asked.ts'
import type { Fields } from '../query/field.ts'
import type { Query } from '../query/query.ts'
import { once } from './given-once.ts'

/** Keeper's pull API: dates, a limit, and a token to go on with. Each parameter is a list of what it was given. */

const mostEvents = 1_000
const usualEvents = 100

type End = 'first' | 'last'

/** The first or the last millisecond that a text means: a time, a day in UTC, or a number of seconds or milliseconds. */
function momentIn(text: string, end: End): string | undefined {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000).toISOString()
  if (/^\d{13}$/.test(text)) return new Date(Number(text)).toISOString()
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const written = isDay ? `${text}T${end === 'first' ? '00:00:00.000' : '23:59:59.999'}Z` : text
  const time = z.iso.datetime({ offset: true, local: true }).safeParse(written)
  if (!time.success) return undefined
  const inZone = /(Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`
  return new Date(inZone).toISOString()
}

const moment = (end: End) =>
  z.string().transform((text, issues) => {
    const found = momentIn(text, end)
    if (found !== undefined) return found
    issues.addIssue('must be a time such as 2026-11-23T08:00:00Z, a day, or epoch seconds')
    return z.NEVER
  })

const limit = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(1).max(mostEvents))

/** Where a listing goes on: behind `after`, up to where the log ended when it began, if it has not ended yet. */
const continuation = z.strictObject({
  after: z.int().min(-1),
  before: z.int().min(0).optional(),
  start: z.iso.datetime().optional(),
  end: z.iso.datetime().optional(),
})

export type Continuation = z.output<typeof continuation>

/** Opaque to those who hold it, and no secret: it allows nothing. */
export const continuationToken = (place: Continuation): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url')

function placeIn(token: string): Continuation | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    return continuation.safeParse(json).data
  } catch {
    return undefined
  }
}

const token = z
  .string()
  .max(1_000)
  .transform((text, issues) => {
    const place = placeIn(text)
    if (place) return place
    issues.addIssue('is none that this API gave: begin without one')
    return z.NEVER
  })

const asked = z.strictObject({
  start_date: once(moment('first')),
  end_date: once(moment('last')),
  limit: once(limit),
  continuation_token: once(token),
})

/** A page of a listing, and what the next page needs besides its place. */
export type Pull = { readonly query: Query; readonly place: Continuation }

/** Queries ask by the second; what a listing is asked for, it is asked for by the millisecond. */
export const isWithin = ({ start = '', end = '~' }: Continuation, time: string): boolean =>
  time >= start && time <= end

const conditions = ({ start, end }: Continuation) => [
  ...(start === undefined ? [] : [{ field: 'time', values: [`>=${start}`] }]),
  ...(end === undefined ? [] : [{ field: 'time', values: [`<=${end}`] }]),
]

/**
 * A page in the order of the log. All pages of one listing end where the log ended when the first one was asked for (`size`), so
 * that a listing has an end and nothing moves while it is read. A token knows its dates; others beside it are not asked for.
 */
export const pullInput = (fields: Fields, size: number) =>
  asked.transform((given, issues): Pull => {
    const { start_date: start, end_date: end, continuation_token: token } = given
    const fresh = { after: -1, ...(start && { start }), ...(end && { end }) }
    const place = { ...(token ?? fresh), before: token?.before ?? size }
    const { after, before } = place
    const query = readAsked(
      {
        report_type: 'raw',
        order: 'ascending',
        limit: given.limit ?? usualEvents,
        after,
        before,
        where: conditions(place),
      },
      fields,
    )
    if (!('trouble' in query)) return { query, place }
    issues.addIssue(query.trouble.says)
    return z.NEVER
  })
