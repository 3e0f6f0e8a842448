import { hash } from 'node:crypto'
import { knownNames } from '../../events/catalog.ts'
import type { Catalog } from '../../events/shown-event.ts'

/** Commander knows event types, clients and kinds of clients by numbers, too. Ours are made of their names, and so never change. */

/** In 31 bits, and above all that Keeper itself has given out. */
export const numberOf = (name: string): number =>
  1_000 + (hash('sha256', name, 'buffer').readUInt32BE(0) & 0x3fffffff)

/** Every event type by its number. */
export function eventNames(catalog: Catalog): ReadonlyMap<number, string> {
  const names = new Set([...knownNames.map(({ name }) => name), ...catalog.keys()])
  return new Map([...names].map((name) => [numberOf(name), name]))
}
