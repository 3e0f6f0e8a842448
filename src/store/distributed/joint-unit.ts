import type { Pool } from 'pg'
import { remembering } from '../../kernel/remembering.ts'
import { sharedContents } from '../state/shared-contents.ts'
import { type State, state } from '../state.ts'
import type { LogTail, Transaction } from '../store.ts'
import { borrow, type Ending } from './borrowed.ts'
import { begin, commit, type Lane } from './commit.ts'
import { devicesDoor } from './devices-door.ts'
import { insertEvents } from './log-tail.ts'
import { postgresSql } from './postgres-sql.ts'
import { type Committed, isInDoubt, opening, type UnitGround } from './unit.ts'
import { contentsOfUnit, versionOf } from './versioned-contents.ts'

export type Work<Result> = (tx: Transaction) => Promise<Result>
type Session = ReturnType<typeof opening>

/** What somebody holds who sleeps must not hold up all for long. */
const patience = "set local lock_timeout = '500ms'"

/** What a unit may not do that shares its transaction. */
const doesMore = new Error('the unit goes by itself')

/** The state as far as it is known without asking the database, and how often somebody asked for more: a unit may keep it to itself. */
function knownState({ cache, knownSets }: UnitGround) {
  let refused = 0
  const refuse = async (): Promise<never> => {
    refused++
    throw doesMore
  }
  const known = state({
    sql: { now: '', get: refuse, all: refuse, run: refuse },
    personalCache: cache,
    knownSets,
    afterCommit: () => {},
  })
  return { known, refuse, refused: () => refused }
}

type Known = ReturnType<typeof knownState>

/** What shares hold, looked up once for each application. */
function contentsFor({ query }: Session, { keptContents }: UnitGround) {
  const sql = postgresSql(query)
  const effects: (() => void)[] = []
  const version = remembering(() => versionOf(sql))
  const ground = {
    look: () => version(''),
    afterCommit: (effect: () => void) => effects.push(effect),
  }
  const { of } = sharedContents({ sql, keptContents: contentsOfUnit(ground, keptContents) })
  return { sharedContents: { of: remembering(of) }, effects }
}

/** The state of a unit among others: each goes through the door with its own device, and reads what shares hold. */
function stateAmong({ known, refuse }: Known, session: Session, ground: UnitGround) {
  const { replays, devices, deviceCalls } = devicesDoor(session.query, refuse)
  const { effects, sharedContents } = contentsFor(session, ground)
  const among: State = {
    ...known,
    replays: { ...known.replays, ...replays },
    devices: { ...known.devices, ...devices },
    deviceCalls: { ...known.deviceCalls, ...deviceCalls },
    sharedContents,
  }
  return { among, effects }
}

/** Runs one of the units. Gives its result and its events. */
async function runOne(among: State, prune: LogTail['prune'], work: Work<unknown>) {
  const bodies: string[] = []
  const append = async (body: string) => {
    bodies.push(body)
  }
  return { result: await work({ ...among, events: { append, prune } }), bodies }
}

/** How units fared that were tried as one. */
export type Fared =
  | Committed<readonly unknown[]>
  /** Nothing is done, because these do more, or have failed by themselves: none of it may be kept. */
  | { readonly apart: ReadonlySet<Work<unknown>> }
  /** Nothing is done, for what the database says. */
  | { readonly obstacle: unknown }

/**
 * Tries units as one transaction. Each has its own device, so that none sees what another one does: that they are done at once is as if
 * one came after the other. Throws when nobody knows whether they are done.
 */
export function jointUnit(pool: Pool, ground: UnitGround) {
  const known = knownState(ground)
  const { refuse, refused } = known

  async function run(session: Session, works: readonly Work<unknown>[]): Promise<Fared> {
    const { among, effects } = stateAmong(known, session, ground)
    const before = refused()
    const ran = await Promise.allSettled(works.map((work) => runOne(among, refuse, work)))
    if (session.first() !== undefined) return { obstacle: session.first() }
    const apart = works.filter((_, at) => ran[at]?.status === 'rejected')
    if (apart.length > 0) return { apart: new Set(apart) }
    if (refused() > before) return { apart: new Set(works) }
    const done = ran.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const bodies = done.flatMap((one) => one.bodies)
    const appended = await commit(session, () => insertEvents(session.query, bodies))
    return { result: done.map(({ result }) => result), effects, appended }
  }

  return async (works: readonly Work<unknown>[], lane: Lane): Promise<Fared> => {
    const connection = borrow(pool)
    const [start, ...locked] = begin(lane)
    const session = opening(connection, [start, patience, ...locked])
    let end: Ending = { undone: undefined }
    try {
      const fared = await run(session, works)
      if ('result' in fared) end = 'committed'
      if ('obstacle' in fared) end = { undone: fared.obstacle }
      return fared
    } catch (thrown) {
      const first = session.first()
      end = { undone: first }
      if (isInDoubt(thrown, first)) throw thrown
      return { obstacle: first ?? thrown }
    } finally {
      session.end()
      await session.opened()
      await connection.giveBack(end)
    }
  }
}
