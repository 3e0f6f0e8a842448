/** One value of a printed row. An instant is printed in UTC with whole seconds, as Commander does. */
export type Cell = string | number | boolean | Temporal.Instant

/** What every printer takes: the names of the columns, and rows as long as they. Rows are read once. */
export type Document = {
  readonly columns: readonly string[]
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>
}

/** `Date` writes the same as `Temporal.Instant.toString`, several times faster. */
const isoSeconds = (instant: Temporal.Instant) =>
  `${new Date(instant.epochMilliseconds).toISOString().slice(0, -'.000Z'.length)}+00:00`

/** For people and CSV: `2026-11-21 07:30:51+00:00`. */
export const cellText = (cell: Cell): string =>
  cell instanceof Temporal.Instant ? isoSeconds(cell).replace('T', ' ') : String(cell)

/** For JSON: `2026-11-21T07:30:51+00:00`; numbers and booleans stay what they are. */
export const cellJson = (cell: Cell): string | number | boolean =>
  cell instanceof Temporal.Instant ? isoSeconds(cell) : cell
