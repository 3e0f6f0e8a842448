import type { Scalar } from '../kernel/canonical-json.ts'
import type { Field } from '../query/field.ts'
import { kindOf } from '../query/kind.ts'
import { uuidFields } from './layout.ts'
import type { Question } from './question.ts'
import { addressField, placeFields, type Visit, visitPlaces } from './shown-values.ts'
import { columnName } from './sql-text.ts'

/** What rows are grouped by: an expression that is equal where the values are, and 0 where there is none. */
export type GroupKey = {
  readonly sql: string
  /** What `sql` needs beside the facts. */
  readonly joins: readonly string[]
  /** The key of rows that have no value, if there can be such rows. */
  readonly none?: string
  /** The value that a key stands for; nothing is an empty text. */
  read(key: string | number): Scalar
}

/** A place where a row may have a value, as its number; of several the first that is there counts. */
type Source = { readonly column: string; readonly has: string; readonly visit: Visit }

const uuidNames: ReadonlySet<string> = new Set(uuidFields)

/** What rows are grouped by of each value. */
const partsOf =
  (visit: Visit, partOf: (stored: string) => string): Visit =>
  (see) =>
    visit((id, value) => see(id, partOf(String(value))))

function sourcesOf({ of, kind }: Field, question: Question): readonly Source[] {
  const { layout, shown, placeOf } = question
  return of.flatMap((field): readonly Source[] => {
    const at = layout.columnOf.get(field)
    if (at === undefined) return []
    const column = columnName(at)
    const { partOf } = kindOf(kind)
    const whole = shown.of(field)
    const visit = partOf ? partsOf(whole, partOf) : whole
    const own = { column, has: `${column} <> 0`, visit }
    const addressAt = layout.columnOf.get(addressField)
    if (!placeFields[field] || !placeOf || addressAt === undefined) return [own]
    const address = columnName(addressAt)
    return [own, { column: address, has: `${address} <> 0`, visit: visitPlaces(field, question) }]
  })
}

/** Numbers for values, one for each, whichever source they come from. */
function keySpace() {
  const keys = new Map<Scalar, number>([['', 0]])
  const values: Scalar[] = ['']
  return {
    keyOf(value: Scalar): number {
      const known = keys.get(value)
      if (known !== undefined) return known
      keys.set(value, values.length)
      return values.push(value) - 1
    },
    valueOf: (key: number) => values[key] ?? '',
  }
}

/** The columns of the facts as they are are the keys, when that cannot be told from the values. */
async function plainKey({ column, visit }: Source): Promise<GroupKey | undefined> {
  const values: Scalar[] = []
  await visit((id, value) => {
    values[id] = value
  })
  const seen = new Set<Scalar>([''])
  for (const value of values) {
    if (value === undefined) continue
    if (seen.has(value)) return undefined
    seen.add(value)
  }
  return { sql: column, joins: [], none: '0', read: (key) => values[Number(key)] ?? '' }
}

async function mappedKey(sources: readonly Source[], question: Question): Promise<GroupKey> {
  const space = keySpace()
  const joins: string[] = []
  const cases: string[] = []
  for (const { column, has, visit } of sources) {
    const rows: [number, number][] = []
    await visit((id, value) => rows.push([id, space.keyOf(value)]))
    const found = await question.session.lookedUp(column, rows)
    joins.push(...found.joins)
    cases.push(`when ${has} then ${found.sql}`)
  }
  return {
    sql: cases.length > 0 ? `case ${cases.join(' ')} else 0 end` : '0',
    joins,
    none: '0',
    read: (key) => space.valueOf(Number(key)),
  }
}

/** UUIDs are not in the dictionary. What is there of the field was none: a text of ours tells the two apart. */
async function uuidKey(field: string, source: Source, { dialect }: Question): Promise<GroupKey> {
  const values: Scalar[] = []
  await source.visit((id, value) => {
    values[id] = value
  })
  return {
    sql: `coalesce(${dialect.text(field)}, ${dialect.text(source.column)})`,
    joins: [],
    none: "'0'",
    read: (key) => (String(key).length === 36 ? String(key) : (values[Number(key)] ?? '')),
  }
}

/** How rows are grouped by a field. */
export async function groupKey(field: Field, question: Question): Promise<GroupKey> {
  const [name = ''] = field.of
  if (name === 'seq') return { sql: 'seq', joins: [], read: (key) => key }
  const sources = sourcesOf(field, question)
  const [only, ...others] = sources
  if (only && uuidNames.has(name)) return uuidKey(name, only, question)
  const plain = only && others.length === 0 ? await plainKey(only) : undefined
  return plain ?? mappedKey(sources, question)
}
