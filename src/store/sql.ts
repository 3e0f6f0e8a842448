/** What a placeholder may be bound to. Flags are stored as 0 and 1, times as milliseconds since 1970 in UTC. */
export type Value = string | number | Uint8Array | null
export type Flag = 0 | 1

/**
 * The statements of one connection. Placeholders are `$1`, `$2`, …, and a text holds only what SQLite and PostgreSQL
 * both understand, so that `state/` is written once for every store (docs/decisions/0003).
 */
export interface Sql {
  /** The time as an expression, in milliseconds since 1970, on the clock that all servers of a store share: the database's. */
  readonly now: string
  /** The first row, or undefined. */
  get<Row>(text: string, ...values: readonly Value[]): Promise<Row | undefined>
  all<Row>(text: string, ...values: readonly Value[]): Promise<Row[]>
  /** How many rows were changed. */
  run(text: string, ...values: readonly Value[]): Promise<number>
}
