import { conflict } from '../../kernel/errors.ts'
import type { Frontier } from '../../tlog/frontier.ts'
import type { Value } from '../sql.ts'
import type { Store } from '../store.ts'

/** A table of a store; the rows that are carried have their values in the order of the columns. */
export type Table = { readonly name: string; readonly columns: readonly string[] }
export type Row = readonly Value[]

/** The columns of a table as both engines read them. */
export const named = ({ columns }: Table) => columns.map((column) => `"${column}"`).join(', ')

/** How many rows travel together. */
export const batch = 2_000

/** Rows, a few thousand at a time. */
export type Batches = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

/** Where a log stands: it begins behind what retention has dropped. */
export type Extent = { readonly first: number; readonly frontier: Frontier }

/** From a number on, and before another. */
export type Range = { readonly from: number; readonly before: number }

/** A range in pieces of one batch, each from a number on and before another. */
export function* pieces({ from, before }: Range): Generator<[number, number]> {
  for (let start = from; start < before; start += batch)
    yield [start, Math.min(start + batch, before)]
}

/** The store that is left. Others may write to it until it is held. */
export type Source = {
  /** Which migrations it has been through. */
  versions(): Promise<readonly number[]>
  /** Every table with what Keepwatch keeps; `events` too. */
  tables(): Promise<readonly Table[]>
  /** Where the log stands now. */
  extent(): Promise<Extent>
  /** Rows of a table that only grows, by the number that its first column holds. */
  numbered(table: Table, range: Range): Batches
  rows(table: Table): Batches
  /** From now on nobody else writes, and what was begun before is in. Throws `busy` when that does not come about. */
  hold(): Promise<void>
  /** Ends the hold: nobody writes here ever again, and who tries is told where everything went. */
  retire(to: string): Promise<void>
  /** Ends the hold, if there is one, and leaves everything as it was. */
  close(): Promise<void>
}

/** The store that takes over: empty, and of nobody's before `commit`. */
export type Target = {
  versions(): Promise<readonly number[]>
  insert(table: Table, rows: readonly Row[]): Promise<void>
  /** Drops events that the source has dropped since they were carried. */
  dropEventsBefore(seq: number): Promise<void>
  /** The hashes of dropped events, a tile each, and the bytes of the others, as they can be read back now. */
  leafTiles(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  bodies(from: number): AsyncIterable<string> | Iterable<string>
  commit(): Promise<void>
  /** Leaves nothing behind, unless it was committed. */
  close(): Promise<void>
}

/** The setting of a store that was left: where everything went. */
export const movedSetting = 'moved_to'

/** Throws `conflict` when a store was left, by what its setting says. */
export function demandStillHere(movedTo: unknown): void {
  if (movedTo === undefined) return
  throw conflict(
    `this store was moved to ${movedTo}: start the server there, or bring it back with \`keepwatch migrate\``,
  )
}

/** The store, if it was not left; otherwise it is closed, and `conflict` thrown. */
export async function stillHere(store: Store): Promise<Store> {
  try {
    demandStillHere(await store.read(({ settings }) => settings.find(movedSetting)))
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** What who writes there all the same is told, by the database itself. */
export const movedSentence = 'this store was moved and takes nothing any more'
