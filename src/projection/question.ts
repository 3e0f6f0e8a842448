import type { Vocabulary } from '../query/matcher.ts'
import type { Dialect } from './dialect.ts'
import type { Dictionary } from './dictionary.ts'
import type { Session } from './engine.ts'
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
  /** The log has dropped the events before this one. */
  readonly kept: number
}
