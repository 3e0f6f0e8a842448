import { canonicalJson, type Flat } from '../kernel/canonical-json.ts'
import type { ExportedEntry } from './export-files.ts'
import { type Exported, exportedLeaf } from './exported-leaf.ts'

/** How a holder's copy differs from the log at one number: `unknown` is an event that the log does not have. */
export type Difference = {
  readonly seq: number
  readonly kind: 'missing' | 'duplicated' | 'altered' | 'unknown'
}

/** What a comparison found, between the first and the last number of the copy. */
export type Comparison = {
  readonly first: number
  readonly last: number
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** What a holder has: for each number its event, and the numbers that came more than once. */
export type Held = {
  readonly events: ReadonlyMap<number, Exported>
  readonly repeated: readonly number[]
}

export async function holdAll(entries: AsyncIterable<Pick<ExportedEntry, 'seq' | 'event'>>) {
  const events = new Map<number, Exported>()
  const repeated: number[] = []
  for await (const { seq, event } of entries) {
    if (events.has(seq)) repeated.push(seq)
    else events.set(seq, event)
  }
  return { events, repeated }
}

/** The shown fields, but for those whose value the log has erased in the meantime. */
function shown(event: Exported, { erased = {} }: Exported): string {
  const { salts: _, erased: __, message: ___, ...fields } = event
  const kept = Object.entries(fields).filter(([name]) => !Object.hasOwn(erased as object, name))
  return canonicalJson(Object.fromEntries(kept) as Flat)
}

/** By the bytes of the leaf when the copy carries what it takes, else by what is shown. */
function isSame(copy: Exported, original: Exported): boolean {
  return (
    exportedLeaf(copy) === exportedLeaf(original) ||
    shown(copy, original) === shown(original, original)
  )
}

/** Compares a holder's copy with the log. `logFrom` gives its events from a number on, in order and without gaps. */
export async function reconcile(
  { events, repeated }: Held,
  logFrom: (first: number) => AsyncIterable<Exported>,
): Promise<Comparison> {
  const seqs = [...events.keys()].sort((a, b) => a - b)
  const [first = 0, last = -1] = [seqs[0], seqs.at(-1)]
  const differences: Difference[] = repeated.map((seq) => ({ seq, kind: 'duplicated' }))
  let end = first
  for await (const original of logFrom(first)) {
    const seq = Number(original['seq'])
    if (seq > last) break
    end = seq + 1
    const copy = events.get(seq)
    if (!copy) differences.push({ seq, kind: 'missing' })
    else if (!isSame(copy, original)) differences.push({ seq, kind: 'altered' })
  }
  for (const seq of seqs) if (seq >= end) differences.push({ seq, kind: 'unknown' })
  differences.sort((a, b) => a.seq - b.seq)
  return { first, last, compared: events.size, differences }
}
