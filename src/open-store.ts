import type { Config } from './config.ts'
import type { Log } from './kernel/log.ts'
import { type DatabaseLimits, usualLimits } from './store/distributed/database-limits.ts'
import { openEmbeddedStore } from './store/embedded/embedded-store.ts'
import { movedSentence, stillHere } from './store/moving/side.ts'
import type { EventLog, Store } from './store/store.ts'

/** Where everything is kept. */
export type StorePlace = Pick<Config, 'data' | 'databaseUrl' | 'key' | 'keyFile' | 'keyCommand'> &
  Partial<LimitFlags>

type LimitFlags = Pick<
  Config,
  | 'databaseConnections'
  | 'databaseStatementTimeout'
  | 'databaseLockTimeout'
  | 'databaseConnectTimeout'
>

/** What the configuration allows of the database. */
function databaseLimits(flags: Partial<LimitFlags>): DatabaseLimits {
  const statement = flags.databaseStatementTimeout ?? usualLimits.statement
  return {
    connections: flags.databaseConnections ?? usualLimits.connections,
    statement,
    lock: flags.databaseLockTimeout ?? Math.ceil(statement / 2),
    connect: flags.databaseConnectTimeout ?? usualLimits.connect,
  }
}

const whyToStop = (error: unknown) =>
  error instanceof Error && error.message.includes(movedSentence)
    ? `${movedSentence}: stopping`
    : 'the disk refused a write: stopping, as nothing after it is sure'

/**
 * The store that the configuration names: nothing else knows which one it is. The driver of the other is not loaded.
 * `full` is called when the disk had no room for a batch. Throws `conflict` when the store was moved elsewhere.
 */
export async function openStore(
  { data, databaseUrl, ...flags }: StorePlace,
  log: Log,
  full: () => void = () => {},
): Promise<Store> {
  if (databaseUrl) {
    const { openDistributedStore } = await import('./store/distributed/distributed-store.ts')
    const limits = databaseLimits(flags)
    const failed = (error: unknown) =>
      log.warn({ error }, 'the session with PostgreSQL was lost: opening another one')
    return stillHere(await openDistributedStore({ url: databaseUrl, limits, failed }))
  }
  const store = await openEmbeddedStore({
    folder: data,
    full,
    fatal: (error) => {
      log.fatal({ error }, whyToStop(error))
      process.exit(1)
    },
  })
  return stillHere(store)
}

/** Where reports take the rows of the log from: a replica of the database, if the configuration names one. */
export async function openReportLog(
  { replicaUrl: url }: Pick<Config, 'replicaUrl'>,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<{ readonly reportLog?: EventLog; close(): Promise<void> }> {
  if (!url) return { close: async () => {} }
  const { openReplica } = await import('./store/distributed/replica.ts')
  const told = (error?: unknown) =>
    error === undefined
      ? log.warn('reports are read from the replica again')
      : log.warn({ error }, 'the replica is behind or away: reports are read from the primary')
  const { events, close } = await openReplica({ url, primary: store.events, told })
  return { reportLog: events, close }
}
