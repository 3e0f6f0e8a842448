import type { LogEntry, Store } from '../store/store.ts'
import type { Dialect } from './dialect.ts'
import type { NewValue } from './dictionary.ts'
import type { FactRow, Layout } from './layout.ts'

/** What a column of an answer may hold. */
export type Cell = string | number | boolean | null

/** What numbers stand for: an expression, and what it needs beside the facts. */
export type LookedUp = { readonly sql: string; readonly joins: readonly string[] }

/** A session with a database of columns. One statement follows the other. */
export type Session = {
  /** All rows of an answer, each as its columns in their order; whole numbers of 64 bits as numbers. */
  rows(sql: string): Promise<readonly (readonly Cell[])[]>
  /** The same in parts, where memory should not hold all of it. */
  parts(sql: string): AsyncIterable<readonly (readonly Cell[])[]>
  /** Stops the statement that runs. One that has not begun may not hear it. */
  interrupt(): void
  /** Whether a column is one of many numbers, as a condition; for as long as the session lasts. */
  isOneOf(column: string, numbers: readonly number[]): Promise<string>
  /** The second number of the pair whose first is in a column, 0 without one; for as long as the session lasts. */
  lookedUp(column: string, pairs: readonly (readonly [number, number])[]): Promise<LookedUp>
}

/** An open database of columns. */
export type Database = {
  readonly dialect: Dialect
  connect(): Promise<Session>
  /** Ends a session. */
  leave(session: Session): void
  /** Ends all sessions. */
  close(): void
}

/** How far columns reach: rows of `first` to before `next`. */
export type Reach = { readonly first: number; readonly next: number }

/** A row with its number in the log. */
export type Fact = FactRow & { readonly seq: number }

/** Rows as they are kept: the numbers of each column, and the values that have a number since these rows. */
export type LaidOut = {
  readonly facts: readonly Fact[]
  readonly columns: readonly Int32Array[]
  readonly added: readonly NewValue[]
}

/** Rows that are there together, or not at all. */
export type Batch = {
  append(rows: LaidOut): Promise<void>
  commit(last: LogEntry): Promise<void>
  /** There was nothing to take in. */
  abandon(): Promise<void>
}

/** How columns stand that several servers keep. */
export type Stand = {
  readonly next: number
  /** Changes when a number may mean another value than before. */
  readonly mark: string
}

/** What columns are asked for that several servers keep: one of them fills them, the others see what it has written. */
export type Shared = {
  /** Whether it is this server that fills them now. */
  isOurs(): Promise<boolean>
  stand(): Promise<Stand>
  /** How many persons and addresses were erased by events from `seq` on. */
  erasuresFrom(seq: number): Promise<number>
}

/** Columns that are open to be filled. */
export type Columns = {
  readonly database: Database
  readonly reach: Reach
  /** The most rows of a batch that begins with this number. */
  mostFrom(next: number): number
  readonly shared?: Shared
  /** Begins a batch for columns that were found to stand like this, if others may fill them too. */
  begin(stand?: Stand): Promise<Batch>
  /** Drops what the log has dropped: rows before `kept`, and the values that nothing else has. */
  letGo(kept: number): Promise<void>
}

export type Opening = {
  readonly layout: Layout
  readonly store: Pick<Store, 'events' | 'read'>
  /** Told when what was there could not be used. */
  unusable(): void
}

/** Columns that are open to be read. */
export type ReadColumns = { readonly database: Database; readonly next: number }

/** Why columns cannot be read. */
export type Unread = 'none' | 'in-use' | 'other-layout' | 'unreadable'

/** Keeps columns and answers from them: a database of this server's own, or one that all servers share. */
export type Engine = {
  /** Opens the columns; those that are missing begin empty. */
  open(opening: Opening): Promise<Columns>
  openToRead(layout: Layout): Promise<ReadColumns | Unread>
  /**
   * Throws the columns away: the next ones are made from the log.
   *
   * @throws `conflict` while a server fills them.
   */
  remove(layout: Layout): Promise<void>
}
