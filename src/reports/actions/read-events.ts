import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { Failure, notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import type { EventLog, LogEntry } from '../../store/store.ts'
import { eventFeedInput, eventPageInput } from '../event-query.ts'
import { parseQuery } from '../query.ts'
import { type Asked, tellQuery } from '../tell-query.ts'

/**
 * A way to read the log, which is itself something that happened: the question is the input, the event that it leaves is
 * durable before the first answer is sent, and a question that is refused leaves an event too.
 */
const reading = <Input extends z.ZodType>(
  name: string,
  input: Input,
  tell: (query: z.output<Input>) => Asked,
) =>
  action({
    name,
    permission: 'events.read',
    input,
    run: async (_: State, query: z.output<Input>, _by: { who: Person }) => query,
    leaves: (query) => [happened(eventsRead, tellQuery(tell(query)))],
  })

const reportInput = (columns: ReadonlySet<string>) =>
  z.unknown().transform((raw, context) => {
    try {
      return parseQuery(raw, columns)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      context.addIssue(error.message)
      return z.NEVER
    }
  })

/** Asks for a report. `columns` are the names that it may group by. */
export const readReport = (columns: ReadonlySet<string>) =>
  reading('report.run', reportInput(columns), ({ report_type, filter, ...settings }) => ({
    what: `${report_type} report`,
    settings,
    filter,
  }))

/** Asks for a page of events. */
export const readPage = reading('event.list', eventPageInput, ({ filter, ...settings }) => ({
  what: 'page of events',
  settings,
  filter,
}))

/** Asks to be told of events as they happen: one event for as long as it lasts. */
export const readFeed = reading('event.follow', eventFeedInput, ({ filter, ...settings }) => ({
  what: 'live events',
  settings,
  filter,
}))

const seq = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)

/** Why there is no event of that number: `next` is the first one after it. */
const missing = (seq: number, next: LogEntry | undefined) =>
  notFound(
    next
      ? `event ${seq} is no longer kept: retention has dropped it`
      : `there is no event ${seq} in the log`,
  )

/** Asks for one event; gives its entry. */
export const readEvent = (log: Pick<EventLog, 'readAfter'>) =>
  action({
    name: 'event.read',
    permission: 'events.read',
    input: z.strictObject({ seq }),
    async run(_: State, wanted: { seq: number }, _by: { who: Person }) {
      const [entry] = await log.readAfter(wanted.seq - 1, { limit: 1 })
      if (entry?.seq !== wanted.seq) throw missing(wanted.seq, entry)
      return entry
    },
    leaves: (wanted) => [happened(eventsRead, tellQuery({ what: `event ${wanted.seq}` }))],
  })

const mostProofs = 1_000

/** Asks for several events by their numbers, to prove them; gives their entries. */
export const readEvents = (log: Pick<EventLog, 'readAfter'>) =>
  action({
    name: 'event.prove',
    permission: 'events.read',
    input: z.strictObject({ seqs: z.array(z.int().min(0)).min(1).max(mostProofs) }),
    async run(_: State, { seqs }: { seqs: number[] }, _by: { who: Person }) {
      const entries: LogEntry[] = []
      for (const seq of seqs) {
        const [entry] = await log.readAfter(seq - 1, { limit: 1 })
        if (entry?.seq !== seq) throw missing(seq, entry)
        entries.push(entry)
      }
      return entries
    },
    leaves: ({ seqs }) => [
      happened(eventsRead, tellQuery({ what: `${seqs.length} events with their proofs` })),
    ],
  })
