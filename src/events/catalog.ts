import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import type { EventType } from './event-type.ts'
import keeperNames from './keeper-names.json' with { type: 'json' }

/** A name that Keeper's console knows, whether this product can cause it or not. */
export type KnownName = { readonly name: string; readonly category: string; readonly title: string }

/** All 316 names of Keeper's catalogue: imported and future events are shown and filtered by them, never dropped. */
export const knownNames: readonly KnownName[] = keeperNames

/** The types that this product causes, by name: every file of `catalog/`. */
export const loadCatalog = (): Promise<ReadonlyMap<string, EventType>> =>
  loadFamily<EventType>(join(import.meta.dirname, 'catalog'))
