import type { Scalar } from '../kernel/canonical-json.ts'
import { invalid } from '../kernel/errors.ts'
import { type FlatEntry, firstOf } from './flat-entry.ts'
import type { ForeignEvent } from './foreign-format.ts'
import { instant } from './instant.ts'
import type { KnownField } from './known-fields.ts'

/** Where a log keeps what an event needs. Paths are tried in their order; the first that has a value counts. */
export type Reading = {
  /** Paths of the time. */
  readonly time: readonly string[]
  /** What happened. An empty text is none. */
  name(entry: FlatEntry): string
  outcome(entry: FlatEntry): ForeignEvent['outcome']
  /** Our fields and the paths that they come from. */
  readonly fields: Readonly<Partial<Record<KnownField, readonly string[]>>>
  /** Paths, and everything below them, that are never kept: they may hold secrets. */
  readonly never?: readonly string[]
}

/** Last words of names whose values are credentials in any log. */
const credential =
  /(^|[._-])(password|passwd|secret|secret_?(key|value|string|binary)|token|private_?key|authorization|cookie|credentials?|api_?key)$/i

const isBelow = (path: string, top: string) => path === top || path.startsWith(`${top}.`)

/** Makes the `read` of a format from what it says about its log. */
export function reading({ time, name, outcome, fields, never = [] }: Reading) {
  const mayKeep = (path: string) =>
    !credential.test(path) && !never.some((top) => isBelow(path, top))

  return (entry: FlatEntry): ForeignEvent => {
    const happened = name(entry)
    if (happened === '') throw invalid('it does not say what happened')
    const when = firstOf(entry, time)
    if (!when) throw invalid('it does not say when it happened')

    const taken = new Set<string>([when[0]])
    const known: Partial<Record<KnownField, Scalar>> = {}
    for (const [field, paths] of Object.entries(fields)) {
      const found = firstOf(entry, paths)
      if (!found) continue
      taken.add(found[0])
      known[field as KnownField] = found[1]
    }
    const rest = [...entry.values].filter(([path]) => !taken.has(path) && mayKeep(path))
    return {
      name: happened,
      at: instant(when[1]),
      outcome: outcome(entry),
      fields: known,
      rest: new Map(rest),
      leftOut: entry.leftOut,
    }
  }
}
