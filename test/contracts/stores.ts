import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'

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

/** Every suite in this folder that takes a store runs over each of these. */
export const stores: readonly StoreKind[] = [embedded]
