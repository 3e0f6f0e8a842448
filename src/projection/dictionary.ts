import type { Scalar } from '../kernel/canonical-json.ts'
import { type Database, rowsOf, type Session } from './duckdb.ts'
import { quoted } from './sql-text.ts'

/** Up to so many values a column lies in memory; of more only what was used last. */
const mostInMemory = 250_000

/** Numbers of values are given from 1 on; 0 is "the event does not have it". */
type Column = {
  readonly ids: Map<Scalar, number>
  /** By number, when all are in memory. */
  values: Scalar[] | undefined
  next: number
}

/** A value that was given a number and is not written yet. */
export type NewValue = { readonly column: number; readonly id: number; readonly value: Scalar }

const json = (value: Scalar) => JSON.stringify(value)

async function loadColumn(session: Session, column: number): Promise<Column> {
  const [[last] = [0]] = await rowsOf(
    session,
    `select coalesce(max(id), 0) from dictionary where field = ${column}`,
  )
  const next = Number(last) + 1
  if (next > mostInMemory) return { ids: new Map(), values: undefined, next }
  const ids = new Map<Scalar, number>()
  const values: Scalar[] = new Array(next)
  const rows = await rowsOf(session, `select id, value from dictionary where field = ${column}`)
  for (const [id, text] of rows) {
    const value = JSON.parse(String(text)) as Scalar
    ids.set(value, Number(id))
    values[Number(id)] = value
  }
  return { ids, values, next }
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
    const result = await session.stream(`select id, value from dictionary where field = ${at}`)
    for await (const rows of result.yieldRowsJs())
      for (const [id, text] of rows) see(Number(id), JSON.parse(String(text)) as Scalar)
  } finally {
    database.leave(session)
  }
}

/**
 * The distinct values of each column, by number. What free text and wildcards look through, so that they need not look through
 * the events.
 */
export async function dictionary(database: Database) {
  const session = await database.connect()
  const columns = new Map<number, Promise<Column>>()
  const columnAt = (at: number) => {
    const known = columns.get(at) ?? loadColumn(session, at)
    columns.set(at, known)
    return known
  }

  /** Looks up the values that memory does not have. */
  async function find(at: number, column: Column, wanted: readonly Scalar[]): Promise<void> {
    const texts = wanted.map((value) => quoted(json(value))).join(', ')
    const sql = `select id, value from dictionary where field = ${at} and value in (${texts})`
    for (const [id, text] of await rowsOf(session, sql))
      column.ids.set(JSON.parse(String(text)) as Scalar, Number(id))
  }

  /** Numbers for values that none has yet; memory lets go of a column that has become too long. */
  function give(at: number, column: Column, value: Scalar): NewValue {
    const id = column.next++
    column.ids.set(value, id)
    if (column.values) column.values[id] = value
    if (column.values && column.next > mostInMemory) column.values = undefined
    return { column: at, id, value }
  }

  return {
    /** The numbers of values of a column, new ones for those that are new. */
    async intern(at: number, wanted: ReadonlySet<Scalar>) {
      const column = await columnAt(at)
      const unknown = [...wanted].filter((value) => !column.ids.has(value))
      if (!column.values && unknown.length > 0) await find(at, column, unknown)
      const added = unknown
        .filter((value) => !column.ids.has(value))
        .map((value) => give(at, column, value))
      return { ids: column.ids as ReadonlyMap<Scalar, number>, added }
    },
    /** Lets go of what is too much for memory. Not while a transaction is open: what is not written cannot be found again. */
    async trim(): Promise<void> {
      for (const column of await Promise.all(columns.values()))
        if (!column.values && column.ids.size > mostInMemory) column.ids.clear()
    },
    /** Begins anew from what is written. */
    forget: () => columns.clear(),
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
