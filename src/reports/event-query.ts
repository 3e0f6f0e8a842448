import { z } from 'zod'
import { createdText, listFilters, zone } from './query.ts'

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

const mostEvents = 1_000
const usualEvents = 100

const filters = { created: once(createdText), timezone: once(zone), ...listFilters }

/** Takes the filters out of the other parameters, as the reports name them. */
const filterOf = ({ created, timezone: _, ...lists }: z.output<z.ZodObject<typeof filters>>) => ({
  ...(created !== undefined && { created }),
  ...lists,
})

/**
 * A page of the log: the events after and before a sequence number (neither belongs to it), newest first unless `order`
 * says `ascending`.
 */
export const eventPageInput = z
  .strictObject({
    after: once(position),
    before: once(whole),
    limit: once(whole.pipe(z.int().min(1).max(mostEvents))),
    order: once(z.enum(['ascending', 'descending'])),
    ...filters,
  })
  .transform(({ after, before, limit, order, ...rest }) => ({
    after,
    before,
    limit: limit ?? usualEvents,
    order: order ?? ('descending' as const),
    timezone: rest.timezone ?? 'UTC',
    filter: filterOf(rest),
  }))

/**
 * Events from now on, or from behind a sequence number: `Last-Event-ID` when a reader comes back, else `after`.
 */
export const eventFeedInput = z
  .strictObject({ after: once(position), last_event_id: once(position), ...filters })
  .transform(({ after, last_event_id, ...rest }) => ({
    after: last_event_id ?? after,
    timezone: rest.timezone ?? 'UTC',
    filter: filterOf(rest),
  }))

/** As a client sends them. */
export type EventPageQuery = z.input<typeof eventPageInput>
export type EventFeedQuery = Omit<z.input<typeof eventFeedInput>, 'last_event_id'>

export type EventPage = z.output<typeof eventPageInput>
export type EventFeed = z.output<typeof eventFeedInput>
