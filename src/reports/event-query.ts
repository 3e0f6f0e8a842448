import { z } from 'zod'
import { sentence } from '../query/complaint.ts'
import type { Fields } from '../query/field.ts'
import { type QueryInput, readQuery } from '../query/query.ts'

const once = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .array(z.string())
    .length(1, 'must be given once')
    .transform(([value = '']) => value)
    .pipe(schema)
    .optional()

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

/** Which events, by the names of the reports' filters. */
const filters = {
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

/** Hands parameters on as a query is sent; what is wrong with it is an issue of the parameters. */
const query = (fields: Fields) => (asked: QueryInput, context: z.RefinementCtx) => {
  const read = readQuery(asked, fields)
  if (!('trouble' in read)) return read
  const { path, says } = read.trouble
  const place = path[0] === 'filter' ? path.slice(1) : path
  context.addIssue(sentence({ path: place, says }))
  return z.NEVER
}

/**
 * A page of the log: the events after and before a sequence number (neither belongs to it), newest first unless `order`
 * says `ascending`.
 */
export const eventPageInput = (fields: Fields) =>
  page
    .transform(({ after, before, limit = usualEvents, order, timezone, ...filter }) => ({
      ...present({ after, before, order, timezone }),
      limit,
      filter: present(filter),
    }))
    .transform(query(fields))

/**
 * Events from now on, or from behind a sequence number: `Last-Event-ID` when a reader comes back, else `after`.
 */
export const eventFeedInput = (fields: Fields) =>
  feed
    .transform(({ after, last_event_id, timezone, ...filter }) => ({
      ...present({ after: last_event_id ?? after, timezone }),
      filter: present(filter),
    }))
    .transform(query(fields))

/** As a client sends them. */
export type EventPageQuery = z.input<typeof page>
export type EventFeedQuery = Omit<z.input<typeof feed>, 'last_event_id'>
