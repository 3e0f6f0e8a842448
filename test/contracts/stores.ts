import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { newPlace } from '../postgres/place.ts'

/** A kind of store that a test can open, close and open again over the same data. */
export type StoreKind = {
  readonly name: string
  open(place: string): Promise<Store>
  /** A new, empty place, and how to remove it. */
  place(): Promise<{ readonly place: string; remove(): Promise<void> }>
}

const embedded: StoreKind = {
  name: 'embedded',
  open: (folder) => openEmbeddedStore({ folder }),
  async place() {
    const place = await mkdtemp(join(tmpdir(), 'keepwatch-store-'))
    return { place, remove: () => rm(place, { recursive: true, force: true }) }
  },
}

const distributed = (server: string): StoreKind => ({
  name: 'distributed',
  open: (url) => openDistributedStore({ url }),
  place: () => newPlace(server),
})

const postgres = process.env['KEEPWATCH_TEST_POSTGRES']

/**
 * What every suite in this folder that takes a store runs over: the embedded one in `npm test`, PostgreSQL in
 * `npm run test:postgres`.
 */
export const stores: readonly StoreKind[] = [postgres ? distributed(postgres) : embedded]
