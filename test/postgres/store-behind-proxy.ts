import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { cuttingProxy } from './cutting-proxy.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** A new store, and the way to its database, which can be cut. */
export async function storeBehindProxy() {
  const { place, remove } = await newPlace(testServer())
  const proxy = await cuttingProxy(place)
  const store = await openDistributedStore({ url: proxy.url })
  return {
    /** The database itself, past the proxy. */
    place,
    proxy,
    store,
    async remove() {
      await store.close()
      await proxy.close()
      await remove()
    },
  }
}
