import type { Scalar } from '../kernel/canonical-json.ts'
import type { Dialect } from './dialect.ts'
import type { Cell, Database, Session } from './engine.ts'
import type { Layout } from './layout.ts'

/** Up to so many values a column lies in memory; of more only what was used last. */
const usualMemory = 250_000

/** Numbers of values are given from 1 on; 0 is "the event does not have it". */
type Column = {
  readonly ids: Map<Scalar, number>
  /** By number, when all are in memory. */
  values: Scalar[] | undefined
  next: number
}

/** A value that was given a number and is not written yet; `seq` is the event that had it first. */
export type NewValue = {
  readonly column: number
  readonly id: number
  readonly value: Scalar
  readonly seq: number
}

const json = (value: Scalar) => JSON.stringify(value)

/** Takes in what is written: field, number and text. */
function take(rows: readonly (readonly Cell[])[], columns: readonly Column[]): void {
  for (const [at, id, text] of rows) {
    const column = columns[Number(at)]
    if (!column) continue
    column.next = Math.max(column.next, Number(id) + 1)
    if (!column.values) continue
    const value = JSON.parse(String(text)) as Scalar
    column.ids.set(value, Number(id))
    column.values[Number(id)] = value
  }
}

/** All columns, with the values of those that are short enough. */
async function load(
  session: Session,
  { dialect, fields, mostInMemory }: Loading,
): Promise<readonly Column[]> {
  const columns = fields.map((): Column => ({ ids: new Map(), values: [], next: 1 }))
  const { dictionary } = dialect
  const lasts = await session.rows(`select field, max(id) from ${dictionary} group by field`)
  for (const [at, last] of lasts) {
    const column = columns[Number(at)]
    if (!column) continue
    column.next = Number(last) + 1
    if (column.next > mostInMemory) column.values = undefined
  }
  const short = columns.flatMap(({ values }, at) => (values ? [at] : []))
  const sql = `select field, id, value from ${dictionary} where field in (${short.join(', ')})`
  if (short.length > 0) for await (const rows of session.parts(sql)) take(rows, columns)
  return columns
}

type Loading = {
  readonly dialect: Dialect
  readonly fields: Layout['fields']
  readonly mostInMemory: number
}

type See = (id: number, value: Scalar) => void

function seeAll(values: readonly Scalar[], see: See): void {
  for (let id = 1; id < values.length; id++) {
    const value = values[id]
    if (value !== undefined) see(id, value)
  }
}

/** Shows what is written of a column, in parts. */
async function seeWritten(database: Database, at: number, see: See): Promise<void> {
  const session = await database.connect()
  try {
    const { dictionary } = database.dialect
    const sql = `select id, value from ${dictionary} where field = ${at}`
    for await (const rows of session.parts(sql))
      for (const [id, text] of rows) see(Number(id), JSON.parse(String(text)) as Scalar)
  } finally {
    database.leave(session)
  }
}

/**
 * The distinct values of each column, by number. What free text and wildcards look through, so that they need not look through
 * the events.
 */
export async function dictionary(
  database: Database,
  { fields }: Layout,
  mostInMemory = usualMemory,
) {
  const session = await database.connect()
  const { dialect } = database
  let columns: Promise<readonly Column[]> | undefined
  const all = () => {
    columns ??= load(session, { dialect, fields, mostInMemory })
    return columns
  }
  const columnAt = async (at: number): Promise<Column> => {
    const column = (await all())[at]
    if (!column) throw new Error(`there is no column ${at}`)
    return column
  }

  /** Looks up the values that memory does not have. */
  async function find(at: number, column: Column, wanted: readonly Scalar[]): Promise<void> {
    const texts = wanted.map((value) => dialect.quoted(json(value))).join(', ')
    const sql = `select id, value from ${dialect.dictionary} where field = ${at} and value in (${texts})`
    for (const [id, text] of await session.rows(sql))
      column.ids.set(JSON.parse(String(text)) as Scalar, Number(id))
  }

  /** Numbers for values that none has yet; memory lets go of a column that has become too long. */
  function give(at: number, column: Column, [value, seq]: readonly [Scalar, number]): NewValue {
    const id = column.next++
    column.ids.set(value, id)
    if (column.values) column.values[id] = value
    if (column.values && column.next > mostInMemory) column.values = undefined
    return { column: at, id, value, seq }
  }

  return {
    /** The numbers that are in memory, of every column. They grow. */
    async ids(): Promise<readonly ReadonlyMap<Scalar, number>[]> {
      return (await all()).map(({ ids }) => ids)
    },
    /** Finds or gives numbers of values that are not in memory, each with the event that has it; gives those that are new. */
    async intern(at: number, wanted: ReadonlyMap<Scalar, number>): Promise<readonly NewValue[]> {
      const column = await columnAt(at)
      if (!column.values) await find(at, column, [...wanted.keys()])
      const unknown = [...wanted].filter(([value]) => !column.ids.has(value))
      return unknown.map((one) => give(at, column, one))
    },
    /** Lets go of what is too much for memory. Not while a transaction is open: what is not written cannot be found again. */
    async trim(): Promise<void> {
      for (const column of await all())
        if (!column.values && column.ids.size > mostInMemory) column.ids.clear()
    },
    /** Sees the values that somebody else has written, and that no event before `seq` had. */
    async learn(seq: number): Promise<void> {
      const known = await all()
      const sql = `select field, id, value from ${dialect.dictionary} where seq >= ${seq}`
      for await (const rows of session.parts(sql)) take(rows, known)
      for (const column of known) if (column.next > mostInMemory) column.values = undefined
    },
    /** Begins anew from what is written. */
    forget() {
      columns = undefined
    },
    /** The number that a column's next value gets. */
    next: async (at: number) => (await columnAt(at)).next,
    /** Shows every value of a column. */
    async visit(at: number, see: See): Promise<void> {
      const { values } = await columnAt(at)
      if (values) seeAll(values, see)
      else await seeWritten(database, at, see)
    },
  }
}

export type Dictionary = Awaited<ReturnType<typeof dictionary>>
