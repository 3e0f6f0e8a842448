import { setImmediate } from 'node:timers/promises'
import type { Pool } from 'pg'
import { Failure } from '../../kernel/errors.ts'
import { borrow, type Ending } from './borrowed.ts'
import { begin, commit } from './commit.ts'
import { asFailure } from './database-error.ts'
import { insertEvents } from './log-tail.ts'
import type { Xid } from './news.ts'
import { opening } from './unit.ts'

/** The events of one unit. */
type Unit = {
  readonly bodies: readonly string[]
  resolve(xid: Xid | undefined): void
  reject(error: unknown): void
}

/** Events that one statement writes, unless a single unit has more: a few hundred kilobytes. */
const most = 512

/** Takes units from the front, in their order. */
function batchFrom(waiting: Unit[]): readonly Unit[] {
  let [units, events] = [0, 0]
  for (const { bodies } of waiting) {
    events += bodies.length
    if (units > 0 && events > most) break
    units++
  }
  return waiting.splice(0, units)
}

async function write(pool: Pool, bodies: readonly string[]): Promise<Xid | undefined> {
  const connection = borrow(pool)
  const session = opening(connection, begin('row share'))
  let end: Ending = { undone: undefined }
  try {
    // While there is none, nothing is in doubt.
    await connection.client()
    const xid = await commit(session, () => insertEvents(session.query, bodies))
    end = 'committed'
    return xid
  } catch (error) {
    await session.opened()
    end = { undone: session.first() }
    throw error
  } finally {
    await connection.giveBack(end)
  }
}

/** The database is what failed, and would fail the next one too; otherwise something that it was given. */
const isBusy = (error: unknown) => {
  const failure = asFailure(error)
  return failure instanceof Failure && failure.kind === 'busy'
}

/**
 * Units that only append: they have seen nothing of the database, so nothing can come between them, and those that wait at the
 * same time share a transaction, a statement and a flush. While one batch is on its way the next one gathers. Nothing is known of one
 * that failed for what a unit has put into it: then its units are written one by one, and each hears of itself.
 */
export function appends(pool: Pool) {
  const waiting: Unit[] = []
  let isWriting = false

  async function writeBatch(units: readonly Unit[]): Promise<void> {
    const bodies = units.flatMap((unit) => unit.bodies)
    try {
      const xid = await write(pool, bodies)
      for (const { resolve } of units) resolve(xid)
    } catch (error) {
      await fail(units, error)
    }
  }

  async function fail(units: readonly Unit[], error: unknown): Promise<void> {
    if (units.length === 1 || isBusy(error)) {
      for (const { reject } of units) reject(error)
      return
    }
    for (const unit of units) await writeBatch([unit])
  }

  async function drain(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      // Whoever was answered just now may come again, and others are on their way in: without this the first of them goes alone.
      await setImmediate()
      await writeBatch(batchFrom(waiting))
    }
    isWriting = false
  }

  /** Resolves when the events are committed, durably, with the transaction; rejects when they are not, or nobody knows. */
  return (bodies: readonly string[]): Promise<Xid | undefined> =>
    new Promise((resolve, reject) => {
      waiting.push({ bodies, resolve, reject })
      if (!isWriting) void drain()
    })
}
