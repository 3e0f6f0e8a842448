import type { Vocabulary } from '../query/matcher.ts'
import type { Dialect } from './dialect.ts'
import type { Dictionary } from './dictionary.ts'
import type { Session } from './duckdb.ts'
import type { Layout } from './layout.ts'
import type { PlaceOf, ShownValues } from './shown-values.ts'

/** What a question is answered with. */
export type Question = {
  readonly session: Session
  readonly dialect: Dialect
  readonly layout: Layout
  readonly dictionary: Dictionary
  readonly shown: ShownValues
  readonly vocabulary: Vocabulary
  readonly placeOf: PlaceOf | undefined
  /** What presets such as `today` are counted from. */
  readonly now: Date
  /** Puts numbers into a table of this question, `columns` of them in each row, and gives its name. */
  table(rows: readonly (readonly number[])[]): Promise<string>
}
