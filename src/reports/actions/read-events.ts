import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import { readAsked, troubleSentence } from '../../query/asked.ts'
import type { Fields } from '../../query/field.ts'
import type { Query } from '../../query/query.ts'
import type { State } from '../../store/state.ts'
import type { EventLog, LogEntry } from '../../store/store.ts'
import { eventFeedInput, eventPageInput } from '../event-query.ts'
import { tellQuery } from '../tell-query.ts'

/**
 * A way to read the log, which is itself something that happened: the question is the input, the event that it leaves is
 * durable before the first answer is sent, and a question that is refused leaves an event too.
 */
const reading = <Input extends z.ZodType<Query>>(
  name: string,
  input: Input,
  tell: (query: Query) => z.input<(typeof eventsRead)['fields']>,
) =>
  action({
    name,
    permission: 'events.read',
    input,
    run: async (_: State, query: z.output<Input>, _by: { who: Person }) => query,
    leaves: (query) => [happened(eventsRead, tell(query))],
  })

const reportInput = (fields: Fields) =>
  z.unknown().transform((raw, context) => {
    const read = readAsked(raw, fields)
    if (!('trouble' in read)) return read
    context.addIssue(troubleSentence(read.trouble))
    return z.NEVER
  })

/** Asks for a report. */
export const readReport = (fields: Fields) =>
  reading('report.run', reportInput(fields), (query) =>
    tellQuery(`${query.report_type} report`, { ...query, report_type: 'raw' }, fields),
  )

/** Asks for a page of events. */
export const readPage = (fields: Fields) =>
  reading('event.list', eventPageInput(fields), (query) =>
    tellQuery('page of events', query, fields),
  )

/** Asks to be told of events as they happen: one event for as long as it lasts. */
export const readFeed = (fields: Fields) =>
  reading('event.follow', eventFeedInput(fields), (query) =>
    tellQuery('live events', query, fields),
  )

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
    leaves: (wanted) => [happened(eventsRead, { query: `event ${wanted.seq}` })],
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
      happened(eventsRead, {
        query:
          seqs.length === 1
            ? `event ${seqs[0]} with its proof`
            : `${seqs.length} events with their proofs`,
      }),
    ],
  })
