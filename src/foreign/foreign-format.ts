import type { Scalar } from '../kernel/canonical-json.ts'
import type { FlatEntry } from './flat-entry.ts'
import type { KnownField } from './known-fields.ts'

/** What another log says of one thing that happened, in our words. */
export type ForeignEvent = {
  /** What that log calls it. */
  readonly name: string
  readonly at: Date
  readonly outcome: 'success' | 'denied' | 'failure'
  /** What we know by name, under our names. */
  readonly fields: Readonly<Partial<Record<KnownField, Scalar>>>
  /** Everything else that may be kept, by its path in that log. */
  readonly rest: ReadonlyMap<string, Scalar>
  /** How many members had no place any more. */
  readonly leftOut: number
}

/** A kind of log that is not ours: a file of `formats/`, found by being there. */
export type ForeignFormat = {
  /** As `--from` and the events say it. */
  readonly name: string
  readonly title: string
  /** What the names of its events begin with; see `importedName` in `events/`. */
  readonly prefix: string
  /** Members of a JSON object that may hold the list of events. */
  readonly wrappers: readonly string[]
  /** Whether an entry looks like one of this log. At most one format says so. */
  recognises(entry: FlatEntry): boolean
  /** Throws `invalid` with a sentence for what is no event of this log. */
  read(entry: FlatEntry): ForeignEvent
}
