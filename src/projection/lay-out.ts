import type { Scalar } from '../kernel/canonical-json.ts'
import type { LogEntry } from '../store/store.ts'
import type { Dictionary, NewValue } from './dictionary.ts'
import type { Fact, LaidOut } from './engine.ts'
import { factRow, type Layout } from './layout.ts'

function parse(entries: readonly LogEntry[], layout: Layout): readonly Fact[] {
  return entries.map(({ seq, body }) => ({
    seq,
    ...factRow(JSON.parse(body) as Record<string, Scalar>, layout),
  }))
}

type Ids = readonly ReadonlyMap<Scalar, number>[]

/** Numbers of 32 bits for each column, 0 where a row does not have it; and the values that have no number yet. */
function numbers(facts: readonly Fact[], ids: Ids) {
  const columns = ids.map(() => new Int32Array(facts.length))
  const missing = ids.map(() => new Map<Scalar, number>())
  for (const [row, { seq, values }] of facts.entries())
    for (const [column, value] of values) {
      const id = ids[column]?.get(value)
      const numbers = columns[column]
      const unknown = missing[column]
      if (id === undefined && !unknown?.has(value)) unknown?.set(value, seq)
      else if (id !== undefined && numbers) numbers[row] = id
    }
  return { columns, missing }
}

/** Gives numbers to values that have none. */
async function intern(missing: readonly ReadonlyMap<Scalar, number>[], dictionary: Dictionary) {
  const added: NewValue[] = []
  for (const [column, values] of missing.entries())
    if (values.size > 0) added.push(...(await dictionary.intern(column, values)))
  return added
}

/** Entries as they lie in the projection: the numbers of each column, and values that have none yet. */
export async function layOut(
  entries: readonly LogEntry[],
  { layout, dictionary }: { readonly layout: Layout; readonly dictionary: Dictionary },
): Promise<LaidOut> {
  const facts = parse(entries, layout)
  const ids = await dictionary.ids()
  const { columns, missing } = numbers(facts, ids)
  if (missing.every(({ size }) => size === 0)) return { facts, columns, added: [] }
  const added = await intern(missing, dictionary)
  return { facts, columns: numbers(facts, ids).columns, added }
}
