import { newUid } from '../../kernel/ids.ts'
import { personalCache } from '../state/personal.ts'
import { state } from '../state.ts'
import type { Store } from '../store.ts'
import { announceErased, attendant } from './attendant.ts'
import { type Connections, openConnections } from './connections.ts'
import { asFailure, isDisconnect, isStalePlan } from './database-error.ts'
import { type DatabaseLimits, usualLimits } from './database-limits.ts'
import { logReader } from './event-log.ts'
import { channelOf, migrateInstallation } from './installation.ts'
import { postgresSql, preparedQuery, type Query } from './postgres-sql.ts'
import { units } from './units.ts'
import { versionedContents } from './versioned-contents.ts'

export type DistributedOptions = {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, with the options that PostgreSQL's own programs know. */
  readonly url: string
  /** What differs from the usual limits. */
  readonly limits?: Partial<DatabaseLimits> | undefined
  /** Told when the session that sequences and listens is lost. It comes back by itself. */
  readonly failed?: (error: unknown) => void
}

/** A large table may take its time, and other servers theirs before it is our turn. */
const migrationPatienceMs = 3_600_000

/** Reading changes nothing, so a statement whose connection broke, or that has to be prepared anew, is simply sent again. */
const patientQuery =
  (query: Query): Query =>
  (text, values) =>
    query(text, values)
      .catch((error) => {
        if (isDisconnect(error) || isStalePlan(error)) return query(text, values)
        throw error
      })
      .catch((error) => {
        throw asFailure(error)
      })

async function migrated({ connect }: Connections): Promise<string> {
  const client = await connect(migrationPatienceMs)
  try {
    await migrateInstallation(client)
    return await channelOf(client)
  } finally {
    await client.end()
  }
}

/** Lets those who come later wait for those who are there. */
function attendance() {
  const present = new Set<Promise<unknown>>()
  return {
    async during<Result>(work: Promise<Result>): Promise<Result> {
      present.add(work)
      try {
        return await work
      } finally {
        present.delete(work)
      }
    },
    async over() {
      while (present.size > 0) await Promise.allSettled(present)
    },
  }
}

/**
 * The store of any number of servers: one PostgreSQL database (docs/decisions/0009). Throws `invalid` when the database
 * cannot be used and `conflict` when a newer Keepwatch has written it.
 */
export async function openDistributedStore({
  url,
  limits,
  failed,
}: DistributedOptions): Promise<Store> {
  const connections = await openConnections(url, { ...usualLimits, ...limits })
  const channel = await migrated(connections).catch(async (error) => {
    await connections.close()
    throw error
  })
  const sql = postgresSql(patientQuery(preparedQuery(connections.reading)))
  const known = personalCache()
  const { log, grown } = logReader(sql, () => attending.waiting())
  const attending = attendant({
    connect: connections.connect,
    channel,
    grown,
    forget: known.forget,
    failed: failed ?? (() => {}),
  })
  await attending.ready

  // Without an ear for erasures nothing may be remembered.
  const cache = {
    ...known,
    remember: (...what: Parameters<typeof known.remember>) => {
      if (attending.listening()) known.remember(...what)
    },
  }
  const run = units(connections.writing, {
    cache,
    knownSets: new Set(),
    keptContents: versionedContents(),
    erased: announceErased(channel),
  })
  const committed = state({ sql, personalCache: cache, afterCommit: (effect) => effect() })
  const running = attendance()

  return {
    servers: 'several',
    uid: newUid(),
    events: log,
    transaction: (work, turn) =>
      running.during(
        run(work, turn).then(({ result, effects, appended }) => {
          for (const effect of effects) effect()
          if (appended !== undefined) attending.waiting(appended)
          return result
        }),
      ),
    read: (work) => work(committed),
    // PostgreSQL's own autovacuum does that.
    compact: async () => {},
    async close() {
      await running.over()
      await attending.stop()
      await connections.close()
    },
  }
}
