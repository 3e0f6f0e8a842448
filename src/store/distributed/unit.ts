import type { ClientBase, QueryResult } from 'pg'
import { Failure } from '../../kernel/errors.ts'
import type { PersonalCache } from '../state/personal.ts'
import { state } from '../state.ts'
import type { Transaction } from '../store.ts'
import { firstReason, isConflict, isDisconnect } from './database-error.ts'
import { logTail } from './log-tail.ts'
import { postgresSql, preparedQuery, type Query } from './postgres-sql.ts'

/** Side by side with other units, or with none: locks of the first kind agree with each other, the second with neither. */
export type Lane = 'row share' | 'exclusive'

export type UnitGround = {
  readonly cache: PersonalCache
  /** Tells every server, at the commit, that a personal value is gone. */
  erased(query: Query): Promise<unknown>
}

/** How one try ended: committed, or undone for a reason that may be gone the next time. */
export type Tried<Result> =
  | {
      readonly result: Result
      readonly effects: readonly (() => void)[]
      readonly appended: boolean
    }
  | { readonly obstacle: unknown; readonly error: unknown }

/**
 * `lock table` takes no snapshot (https://www.postgresql.org/docs/current/sql-lock.html), so the unit sees everything that
 * was committed before its turn came.
 */
const begin = (lane: Lane) =>
  `begin isolation level serializable; lock table unit_lane in ${lane} mode`

/** A session that keeps the first error, because the work may hide it behind one of its own. */
function watch(client: ClientBase) {
  let first: unknown
  const prepared = preparedQuery(client)
  const keep = (error: unknown) => {
    first ??= error
    throw error
  }
  return {
    first: () => first,
    query: ((text, values) => prepared(text, values).catch(keep)) satisfies Query,
    /** For `begin`, `commit` and `rollback`, which cannot be prepared. */
    control: (text: string): Promise<QueryResult> => client.query(text).catch(keep),
  }
}

type Session = ReturnType<typeof watch>

const uncertain = (cause: unknown) =>
  new Failure(
    'busy',
    'the database went away during a commit: look whether the change was made before you try again',
    { cause },
  )

/** Writes the events and commits, in one round trip. A connection that is lost from here on leaves a doubt. */
async function commit({ control, first }: Session, flush: () => Promise<unknown>): Promise<void> {
  const [, committed] = await Promise.allSettled([flush(), control('commit')])
  if (committed.status === 'rejected')
    throw isDisconnect(committed.reason) ? uncertain(committed.reason) : committed.reason
  // A transaction in which a statement failed answers a commit with a roll-back.
  if (committed.value.command !== 'COMMIT') throw first()
}

function transactionOn({ query, control }: Session, { cache, erased }: UnitGround) {
  const effects: (() => void)[] = []
  const nouns = state({
    sql: postgresSql(query),
    personalCache: cache,
    afterCommit: (effect) => effects.push(effect),
  })
  const personal = {
    ...nouns.personal,
    async erase(value: string) {
      await erased(query)
      return nouns.personal.erase(value)
    },
  }
  const tail = logTail({ query, control })
  const tx: Transaction = { ...nouns, personal, events: tail.events }
  return { tx, tail, effects }
}

/** Runs a unit once, as one transaction from its begin to its end. Throws what another try would not change. */
export async function tryUnit<Result>(
  client: ClientBase,
  ground: UnitGround & { readonly lane: Lane },
  work: (tx: Transaction) => Promise<Result>,
): Promise<Tried<Result>> {
  const session = watch(client)
  const { tx, tail, effects } = transactionOn(session, ground)
  // Not awaited yet, so that the first statement of the work travels with it. Its error is kept, and comes out below.
  const begun = session.control(begin(ground.lane)).catch(() => undefined)
  try {
    const result = await work(tx)
    await commit(session, tail.flush)
    return { result, effects, appended: tail.count() > 0 }
  } catch (thrown) {
    await begun
    const first = session.first()
    const error = firstReason(thrown, first)
    const inDoubt = thrown instanceof Failure && thrown.cause === first
    if (!inDoubt && (isConflict(first) || isDisconnect(first))) return { obstacle: first, error }
    throw error
  }
}
