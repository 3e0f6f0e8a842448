import type { Config } from './config.ts'
import type { Log } from './kernel/log.ts'
import { openEmbeddedStore } from './store/embedded/embedded-store.ts'
import type { Store } from './store/store.ts'

/** Where everything is kept. */
export type StorePlace = Pick<Config, 'data' | 'databaseUrl' | 'key' | 'keyFile' | 'keyCommand'>

/**
 * The store that the configuration names: nothing else knows which one it is. The driver of the other is not loaded.
 * `full` is called when the disk had no room for a batch.
 */
export async function openStore(
  { data, databaseUrl }: StorePlace,
  log: Log,
  full: () => void = () => {},
): Promise<Store> {
  if (databaseUrl) {
    const { openDistributedStore } = await import('./store/distributed/distributed-store.ts')
    const failed = (error: unknown) =>
      log.warn({ error }, 'the session with PostgreSQL was lost: opening another one')
    return openDistributedStore({ url: databaseUrl, failed })
  }
  return openEmbeddedStore({
    folder: data,
    full,
    fatal: (error) => {
      log.fatal({ error }, 'the disk refused a write: stopping, as nothing after it is sure')
      process.exit(1)
    },
  })
}
