import { z } from 'zod'
import { type AskedInput, readAsked, troubleSentence } from '../query/asked.ts'
import type { Fields } from '../query/field.ts'
import type { Query } from '../query/query.ts'
import { once } from './given-once.ts'

const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)

/** Minus one stands before the first event. */
const position = z
  .string()
  .regex(/^(-1|\d{1,15})$/, 'must be the sequence number of an event')
  .transform(Number)

const list = z.array(z.string()).optional()

/** Which events: as the text of a query, and by the names of the reports' filters. */
const filters = {
  q: once(z.string()),
  created: once(z.string()),
  timezone: once(z.string()),
  audit_event_type: list,
  username: list,
  to_username: list,
  record_uid: list,
  shared_folder_uid: list,
  app_uid: list,
  device: list,
  secret_uid: list,
  ip_address: list,
}

const mostEvents = 1_000
const usualEvents = 100

const page = z.strictObject({
  after: once(position),
  before: once(whole),
  limit: once(whole.pipe(z.int().min(1).max(mostEvents))),
  order: once(z.enum(['ascending', 'descending'])),
  ...filters,
})

const feed = z.strictObject({ after: once(position), last_event_id: once(position), ...filters })

const present = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))

type Issues = Pick<z.RefinementCtx, 'addIssue'>

/** Hands parameters on as a query is sent; what is wrong with it is an issue of the parameters. */
function read(asked: AskedInput, fields: Fields, issues: Issues): Query | undefined {
  const query = readAsked(asked, fields)
  if (!('trouble' in query)) return query
  const { path, ...trouble } = query.trouble
  const place = path[0] === 'filter' ? path.slice(1) : path
  issues.addIssue(troubleSentence({ ...trouble, path: place }))
  return undefined
}

const isPage = ({ report_type, limit }: Query) =>
  report_type === 'raw' && (limit === undefined || (limit >= 1 && limit <= mostEvents))

/**
 * A page of the log: the events after and before a sequence number (neither belongs to it), newest first unless `order`
 * says `ascending`.
 */
export const eventPageInput = (fields: Fields) =>
  page.transform(({ q, after, before, limit, order, timezone, ...filter }, issues): Query => {
    const given = present({ q, after, before, limit, order, timezone })
    const query = read({ ...given, filter: present(filter) }, fields, issues)
    if (!query) return z.NEVER
    if (!isPage(query))
      issues.addIssue(`q asks for a report or for more than ${mostEvents} events: this is a page`)
    return { ...query, limit: query.limit ?? usualEvents }
  })

const isFeed = ({ report_type, limit, before }: Query) =>
  report_type === 'raw' && limit === undefined && before === undefined

/**
 * Events from now on, or from behind a sequence number: `Last-Event-ID` when a reader comes back, else `after`.
 */
export const eventFeedInput = (fields: Fields) =>
  feed.transform(({ q, after, last_event_id, timezone, ...filter }, issues): Query => {
    const given = present({ q, after: last_event_id ?? after, timezone })
    const query = read({ ...given, filter: present(filter) }, fields, issues)
    if (!query) return z.NEVER
    if (!isFeed(query))
      issues.addIssue('q asks for a report, a limit or an end: events as they happen have none')
    return query
  })

/** As a client sends them. */
export type EventPageQuery = z.input<typeof page>
export type EventFeedQuery = Omit<z.input<typeof feed>, 'last_event_id'>
