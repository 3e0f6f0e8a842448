import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Store } from '../../src/store/store.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

/** Two stores over one new installation, as two servers have them. The first that was opened holds the lease for numbers. */
export async function twoStores() {
  const { place: url, remove } = await newPlace(testServer())
  const one: Store = await openDistributedStore({ url })
  const other: Store = await openDistributedStore({ url })
  return {
    ...{ url, one, other },
    /** Closes those that a test has left open, and takes the installation away. */
    async remove(open: readonly Store[]) {
      for (const store of open) await store.close()
      await remove()
    },
  }
}
