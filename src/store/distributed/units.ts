import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Turn } from '../store.ts'
import { appends } from './appends.ts'
import { borrow, type Ending } from './borrowed.ts'
import type { Lane } from './commit.ts'
import { asFailure, isDisconnect } from './database-error.ts'
import { joined } from './joined.ts'
import { jointUnit, type Work } from './joint-unit.ts'
import { turns } from './turns.ts'
import { type Committed, type Tried, tryUnit, type UnitGround } from './unit.ts'

/** A unit that lost this often against others runs alone. */
const contested = 3
/** Even alone it may lose: of 1,700 that came so far in a flood 3 did, to transactions that were over by then, and none of them a second time. */
const attempts = contested + 5
const conflictPauseMs = 5
const reconnectPauseMs = 200
/** Whoever has the turn may wait for a lock or a connection: the others need not wait for it much longer. */
const turnPatienceMs = 5_000

const laneOf = (attempt: number): Lane => (attempt < contested ? 'row share' : 'exclusive')

/** Longer each time, and never the same for two, so that units do not meet again. */
const pause = (attempt: number, obstacle: unknown) =>
  sleep((isDisconnect(obstacle) ? reconnectPauseMs : conflictPauseMs) * (attempt + Math.random()))

/** Runs units of work side by side, a transaction and a connection each, as if one came after the other. */
export function units(pool: Pool, given: Omit<UnitGround, 'together'>) {
  const ground: UnitGround = { ...given, together: appends(pool) }

  const inTurn = turns(turnPatienceMs)

  async function attempt<Result>(lane: Lane, work: Work<Result>): Promise<Tried<Result>> {
    const connection = borrow(pool)
    let end: Ending = { undone: undefined }
    try {
      const tried = await tryUnit(connection, { ...ground, lane }, work)
      end = 'obstacle' in tried ? { undone: tried.obstacle } : 'committed'
      return tried
    } finally {
      await connection.giveBack(end)
    }
  }

  async function run<Result>(work: Work<Result>) {
    for (let at = 0; ; at++) {
      try {
        const tried = await attempt(laneOf(at), work)
        if ('result' in tried) return tried
        if (at + 1 === attempts) throw tried.error
        await pause(at + 1, tried.obstacle)
      } catch (error) {
        throw asFailure(error)
      }
    }
  }

  const join = joined(jointUnit(pool, ground), run)

  return <Result>(work: Work<Result>, turn?: Turn): Promise<Committed<Result>> => {
    if (turn === undefined) return run(work)
    return inTurn(turn.key, () => (turn.joins ? join(turn.key, work) : run(work)))
  }
}
