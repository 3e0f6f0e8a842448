import type { QueryResult } from 'pg'
import { Failure } from '../../kernel/errors.ts'
import type { PersonalCache } from '../state/personal.ts'
import { state } from '../state.ts'
import type { Transaction } from '../store.ts'
import type { Borrowed } from './borrowed.ts'
import { begin, commit, type Lane } from './commit.ts'
import { firstReason, isConflict, isDisconnect } from './database-error.ts'
import { logTail } from './log-tail.ts'
import type { Xid } from './news.ts'
import { inPackets } from './packets.ts'
import { postgresSql, preparedQuery, type Query } from './postgres-sql.ts'
import { contentsOfUnit, type VersionedContents, versionOf } from './versioned-contents.ts'

export type UnitGround = {
  readonly cache: PersonalCache
  /** Served sets that are kept: nothing ever drops one, whichever server wrote it. */
  readonly knownSets: Set<string>
  readonly keptContents: VersionedContents
  /** Tells every server, at the commit, that a personal value is gone. */
  erased(query: Query): Promise<unknown>
  /** Commits the events of a unit that asked the database for nothing. */
  together(bodies: readonly string[]): Promise<Xid | undefined>
}

export type Committed<Result> = {
  readonly result: Result
  readonly effects: readonly (() => void)[]
  /** The transaction, when it has left events. */
  readonly appended: Xid | undefined
}

/** How one try ended: committed, or undone for a reason that may be gone the next time. */
export type Tried<Result> =
  | Committed<Result>
  | { readonly obstacle: unknown; readonly error: unknown }

/**
 * The transaction of a unit: it begins with the first statement, on a connection that is taken only then. Keeps the first error,
 * because the work may hide it behind one of its own.
 */
export function opening({ client }: Borrowed, begin: readonly string[]) {
  let first: unknown
  let begun: Promise<unknown> | undefined
  let started: ReturnType<typeof start> | undefined
  let isOver = false
  const keep = (error: unknown) => {
    first ??= error
    throw error
  }

  async function start() {
    const packets = inPackets(await client())
    const on = { query: preparedQuery(packets), control: packets.control }
    // Not awaited, so that the first statement of the work travels with it. Its error is kept, and comes out below.
    begun = Promise.all(begin.map((text) => on.query(text, []))).catch(keep)
    begun.catch(() => {})
    return on
  }

  function open() {
    started ??= start()
    return started
  }

  /** Sends on the connection, while it is this unit's. */
  const send = async <Answer>(to: (on: Awaited<ReturnType<typeof start>>) => Promise<Answer>) => {
    if (isOver) throw new Error('the unit of work is over')
    return open().then(to).catch(keep)
  }

  return {
    first: () => first,
    keep,
    isOpen: () => started !== undefined,
    /** Resolves when nothing is on its way any more that opens it. */
    async opened() {
      await started?.then(() => begun).catch(() => {})
    },
    /** Nothing more is sent: what the work began and did not wait for would come into the unit that has the connection next. */
    end() {
      isOver = true
    },
    query: ((text, values) => send((on) => on.query(text, values))) satisfies Query,
    /** For what cannot be prepared. */
    control: (text: string): Promise<QueryResult> => send((on) => on.control(text)),
  }
}

type Session = ReturnType<typeof opening>

function transactionOn({ query, control }: Session, ground: UnitGround) {
  const { cache, knownSets, keptContents, erased } = ground
  const effects: (() => void)[] = []
  const on = {
    sql: postgresSql(query),
    afterCommit: (effect: () => void) => effects.push(effect),
  }
  const nouns = state({
    ...on,
    personalCache: cache,
    knownSets,
    keptContents: contentsOfUnit({ ...on, look: () => versionOf(on.sql) }, keptContents),
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

/** Nobody knows whether it was committed, which says another error than the one that was met first. */
export const isInDoubt = (thrown: unknown, first: unknown): boolean =>
  thrown instanceof Failure && thrown.cause === first

/** Runs a unit once, as one transaction from its begin to its end. Throws what another try would not change. */
export async function tryUnit<Result>(
  connection: Borrowed,
  { lane, ...ground }: UnitGround & { readonly lane: Lane },
  work: (tx: Transaction) => Promise<Result>,
): Promise<Tried<Result>> {
  const session = opening(connection, begin(lane))
  const { tx, tail, effects } = transactionOn(session, ground)
  try {
    const result = await work(tx)
    const appended = session.isOpen()
      ? await commit(session, tail.flush)
      : await ground.together(tail.bodies()).catch(session.keep)
    return { result, effects, appended }
  } catch (thrown) {
    session.end()
    await session.opened()
    const first = session.first()
    const error = firstReason(thrown, first)
    if (!isInDoubt(thrown, first) && (isConflict(first) || isDisconnect(first)))
      return { obstacle: first, error }
    throw error
  }
}
