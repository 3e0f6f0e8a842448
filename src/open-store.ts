import type { Config } from './config.ts'
import type { Log } from './kernel/log.ts'
import { openEmbeddedStore } from './store/embedded/embedded-store.ts'
import { movedSentence, stillHere } from './store/moving/side.ts'
import type { Store } from './store/store.ts'

/** Where everything is kept. */
export type StorePlace = Pick<Config, 'data' | 'databaseUrl' | 'key' | 'keyFile' | 'keyCommand'> &
  Partial<Pick<Config, 'databaseConnections'>>

const whyToStop = (error: unknown) =>
  error instanceof Error && error.message.includes(movedSentence)
    ? `${movedSentence}: stopping`
    : 'the disk refused a write: stopping, as nothing after it is sure'

/**
 * The store that the configuration names: nothing else knows which one it is. The driver of the other is not loaded.
 * `full` is called when the disk had no room for a batch. Throws `conflict` when the store was moved elsewhere.
 */
export async function openStore(
  { data, databaseUrl, databaseConnections: connections }: StorePlace,
  log: Log,
  full: () => void = () => {},
): Promise<Store> {
  if (databaseUrl) {
    const { openDistributedStore } = await import('./store/distributed/distributed-store.ts')
    const failed = (error: unknown) =>
      log.warn({ error }, 'the session with PostgreSQL was lost: opening another one')
    return stillHere(await openDistributedStore({ url: databaseUrl, connections, failed }))
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
