import { Failure } from '../../kernel/errors.ts'
import { isDisconnect } from './database-error.ts'
import type { Query } from './postgres-sql.ts'

/** Side by side with other units, with all but those of the same kind, or with none: how PostgreSQL's locks of these names agree. */
export type Lane = 'row share' | 'share update exclusive' | 'exclusive'

/**
 * `lock table` takes no snapshot (https://www.postgresql.org/docs/current/sql-lock.html), so the unit sees everything that
 * was committed before its turn came.
 */
export const begin = (lane: Lane): readonly [begin: string, lane: string] => [
  'begin isolation level serializable',
  `lock table unit_lane in ${lane} mode`,
]

const uncertain = (cause: unknown) =>
  new Failure(
    'busy',
    'the database went away during a commit: look whether the change was made before you try again',
    { cause },
  )

/** A session within a transaction, which keeps the first error that it met. */
type Session = {
  first(): unknown
  readonly query: Query
}

/** Writes the events and commits, in one round trip, and gives what the writing gave. A connection that is lost from here on leaves a doubt. */
export async function commit<Flushed>(
  { query, first }: Session,
  flush: () => Promise<Flushed>,
): Promise<Flushed> {
  const [flushed, committed] = await Promise.allSettled([flush(), query('commit', [])])
  if (committed.status === 'rejected')
    throw isDisconnect(committed.reason) ? uncertain(committed.reason) : committed.reason
  // A transaction in which a statement failed answers a commit with a roll-back.
  if (committed.value.command !== 'COMMIT' || flushed.status === 'rejected') throw first()
  return flushed.value
}
