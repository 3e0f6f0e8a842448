import { canonicalJson, type Flat } from '../kernel/canonical-json.ts'
import { leafHash } from '../tlog/hash.ts'
import { leavesOf } from './coalesced.ts'
import { type Exported, exportedLeaf } from './exported-leaf.ts'
import type { ReceivedEvent } from './received-event.ts'

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

/** What a holder has: for each number its event or the one that stands for it, and the numbers that came more than once. */
export type Held = {
  readonly events: ReadonlyMap<number, ReceivedEvent>
  readonly repeated: readonly number[]
}

export async function holdAll(entries: AsyncIterable<ReceivedEvent>): Promise<Held> {
  const events = new Map<number, ReceivedEvent>()
  const repeated: number[] = []
  for await (const entry of entries)
    for (const seq of entry.coalesced?.seqs ?? [entry.seq]) {
      if (events.has(seq)) repeated.push(seq)
      else events.set(seq, entry)
    }
  return { events, repeated }
}

/** What is not part of the event, or made of other parts of it. */
const besides = new Set(['salts', 'erased', 'message', 'leaf_hash'])

/** The shown fields, but for those whose value the log has erased in the meantime. */
function shown(event: Exported, { erased = {} }: Exported): string {
  const kept = Object.entries(event).filter(
    ([name]) => !besides.has(name) && !Object.hasOwn(erased as object, name),
  )
  return canonicalJson(Object.fromEntries(kept) as Flat)
}

const hashOf = (original: Exported) => Buffer.from(leafHash(exportedLeaf(original))).toString('hex')

/** By the bytes of the leaf when the copy carries what it takes, else by what is shown. */
const isSameEvent = (copy: Exported, original: Exported): boolean =>
  shown(copy, original) === shown(original, original) ||
  exportedLeaf(copy) === exportedLeaf(original)

/** The leaf hash must be the log's, and so must be what is shown. */
function isSame({ event, leafHash }: ReceivedEvent, original: Exported): boolean {
  if (leafHash !== undefined && leafHash !== hashOf(original)) return false
  return event === undefined ? leafHash !== undefined : isSameEvent(event, original)
}

/** How a copy differs; an event that another one stands for is proved by that one. */
function kindOf(
  copy: ReceivedEvent | undefined,
  original: Exported,
): Difference['kind'] | undefined {
  if (!copy) return 'missing'
  if (copy.seq !== Number(original['seq'])) return undefined
  return isSame(copy, original) ? undefined : 'altered'
}

function span({ events }: Held) {
  const seqs = [...events.keys()].sort((a, b) => a - b)
  return { seqs, first: seqs[0] ?? 0, last: seqs.at(-1) ?? -1 }
}

const duplicates = ({ repeated }: Held): Difference[] =>
  repeated.map((seq) => ({ seq, kind: 'duplicated' }))

const inOrder = (differences: readonly Difference[]) =>
  differences.toSorted((a, b) => a.seq - b.seq)

/** Collects the leaf hashes of events that others stand for, and tells those whose hash is another one. */
function standIns() {
  const hashes = new Map<ReceivedEvent, string[]>()
  return {
    add(copy: ReceivedEvent, original: Exported): void {
      if (copy.coalesced) hashes.set(copy, [...(hashes.get(copy) ?? []), hashOf(original)])
    },
    altered: (): Difference[] =>
      [...hashes].flatMap(([{ seq, coalesced }, leaves]) =>
        coalesced?.leaves === leavesOf(leaves) ? [] : [{ seq, kind: 'altered' }],
      ),
  }
}

/** Compares a holder's copy with the log. `logFrom` gives its events from a number on, in order. */
export async function reconcile(
  held: Held,
  logFrom: (first: number) => AsyncIterable<Exported>,
): Promise<Comparison> {
  const { events } = held
  const { seqs, first, last } = span(held)
  const differences = duplicates(held)
  const standing = standIns()
  let end = first
  for await (const original of logFrom(first)) {
    const seq = Number(original['seq'])
    if (seq > last) break
    end = seq + 1
    const copy = events.get(seq)
    if (copy) standing.add(copy, original)
    const kind = kindOf(copy, original)
    if (kind) differences.push({ seq, kind })
  }
  differences.push(...standing.altered())
  for (const seq of seqs) if (seq >= end) differences.push({ seq, kind: 'unknown' })
  return { first, last, compared: events.size, differences: inOrder(differences) }
}

/** What a copy says by itself: sequence numbers are dense, so one that is not there is missing. */
export function findGaps(held: Held): Comparison {
  const { events } = held
  const { first, last } = span(held)
  const differences = duplicates(held)
  for (let seq = first; seq <= last; seq++)
    if (!events.has(seq)) differences.push({ seq, kind: 'missing' })
  return { first, last, compared: events.size, differences: inOrder(differences) }
}
