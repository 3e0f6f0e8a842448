import { setTimeout as sleep } from 'node:timers/promises'
import { personForgotten } from '../../events/catalog/security.ts'
import { conflict, Failure } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { soleServer } from '../../store/sole-server.ts'
import type { Columns, Engine, ReadColumns, Shared, Stand, Unread } from '../engine.ts'
import type { Layout } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import { batches } from './batches.ts'
import { type Connection, connectTo, type Reached } from './connection.ts'
import { databaseOf } from './database.ts'
import type { Tables } from './dialect.ts'
import { longColumn, numberColumn, textColumn } from './native-block.ts'
import {
  areThere,
  creationOf,
  fillingOf,
  othersIn,
  partitionRows,
  removalOf,
  tablesOf,
} from './tables.ts'

type Sole = ReturnType<typeof soleServer>

export type ClickhouseOptions = {
  readonly reached: Reached
  /** Whether this server is the one of several that does a work. */
  sole(work: string): Sole
}

/** The most rows of one insert, which is one block and so there as a whole or not at all. */
const mostAtOnce = 65_536

const lookMs = 10_000
const look = () => AbortSignal.timeout(lookMs)

/** Whoever was told that another server fills the tables need not ask again at once. */
const askTurnMs = 1_000

function turn({ isUs }: Sole): () => Promise<boolean> {
  let refused = Number.NEGATIVE_INFINITY
  return async () => {
    if (performance.now() - refused < askTurnMs) return false
    const isOurs = await isUs()
    if (!isOurs) refused = performance.now()
    return isOurs
  }
}

/** Where the mark is kept: in the dictionary, as the values of no field. */
const markField = -1

const failed = (sentence: string) => new Failure('busy', sentence)

/** A number for the newest mark, and what it says. */
async function newestMark({ rows }: Connection, { dictionary }: Tables) {
  const sql = `select id, value from ${dictionary} where field = ${markField} order by id desc, value desc limit 1`
  const [[id, value] = []] = await rows(sql, look())
  return { id: Number(id ?? 0), mark: String(value ?? '') }
}

/** Says that numbers may mean something else from now on. */
async function newMark(connection: Connection, tables: Tables): Promise<void> {
  const { id } = await newestMark(connection, tables)
  await connection.insert(tables.dictionary, 1, [
    numberColumn('field', 'Int32', Int32Array.of(markField)),
    numberColumn('id', 'UInt32', Int32Array.of(id + 1)),
    textColumn('value', [newUid()]),
    longColumn('seq', [0]),
  ])
}

async function standOf(connection: Connection, tables: Tables): Promise<Stand> {
  const { mark } = await newestMark(connection, tables)
  const sql = `select seq from ${tables.facts} order by seq desc limit 1`
  const [[last] = []] = await connection.rows(sql, look())
  return { next: last === undefined ? 0 : Number(last) + 1, mark }
}

async function erasuresFrom(seq: number, connection: Connection, layout: Layout): Promise<number> {
  const { facts, dictionary } = tablesOf(layout)
  const at = layout.columnOf.get('audit_event') ?? 0
  const type = `select id from ${dictionary} where field = ${at} and value = '"${personForgotten.name}"'`
  const sql = `select count(*) from ${facts} where seq >= ${seq} and ${columnName(at)} in (${type})`
  const [[count] = []] = await connection.rows(sql, look())
  return Number(count ?? 0)
}

/** Makes the tables where they are not, which only one server does; and throws those away that nobody fills any more. */
async function prepare(connection: Connection, layout: Layout, { sole, ours }: Opened) {
  if (!(await ours.isUs())) {
    if (await areThere(connection, layout)) return
    throw failed(
      'Another server is making the columns that answers are read from: ask again in a while.',
    )
  }
  for (const statement of creationOf(layout, connection)) await connection.run(statement)
  const tables = tablesOf(layout)
  if ((await newestMark(connection, tables)).id === 0) await newMark(connection, tables)
  for (const { filling, removal } of await othersIn(connection, layout)) {
    const theirs = sole(filling)
    if (!(await theirs.isUs())) continue
    for (const statement of removal) await connection.run(statement)
    await theirs.leave()
  }
}

/** How far the rows reach. One of them may be missing after a crash of a machine: that cannot be mended by going on. */
async function reachOf(connection: Connection, { facts }: Tables) {
  const sql = `select count(*), min(seq), max(seq) from ${facts} final`
  const [[count, first, last] = []] = await connection.rows(sql, AbortSignal.timeout(6 * lookMs))
  if (!Number(count)) return { first: 0, next: 0 }
  const reach = { first: Number(first), next: Number(last) + 1 }
  if (Number(count) === reach.next - reach.first) return reach
  throw failed(
    'Rows are missing in ClickHouse: make them anew with keepwatch projection rebuild, with all servers stopped.',
  )
}

/** Waits until what was asked to be deleted is. */
async function deleted(connection: Connection, table: string): Promise<void> {
  const sql = `select count(*) from system.mutations where database = currentDatabase() and table = '${table}' and not is_done`
  for (;;) {
    const [[left] = []] = await connection.rows(sql, look())
    if (!Number(left)) return
    await sleep(50)
  }
}

/** Lets rows go, and with them the values that nothing else has; the highest number of a field stays, so that none is given twice. */
async function letGo(kept: number, connection: Connection, layout: Layout): Promise<void> {
  const { facts, dictionary } = tablesOf(layout)
  await connection.run(`alter table ${facts} delete where seq < ${kept}`)
  await deleted(connection, facts)
  const unused = layout.fields.map(
    (_, at) => `(field = ${at} and id not in (select ${columnName(at)} from ${facts}))`,
  )
  const highest = `select field, max(id) from ${dictionary} group by field`
  await connection.run(
    `alter table ${dictionary} delete where (${unused.join(' or ')}) and (field, id) not in (${highest})`,
  )
  await deleted(connection, dictionary)
  await newMark(connection, tablesOf(layout))
}

type Opened = { readonly ours: Sole; sole(work: string): Sole }

async function openColumns(
  connection: Connection,
  layout: Layout,
  { ours, sole }: Opened,
): Promise<Columns> {
  const tables = tablesOf(layout)
  await prepare(connection, layout, { ours, sole })
  const reach = await reachOf(connection, tables)
  const database = databaseOf(connection, tables)
  const shared: Shared = {
    isOurs: turn(ours),
    stand: () => standOf(connection, tables),
    erasuresFrom: (seq) => erasuresFrom(seq, connection, layout),
  }
  const begin = batches({
    connection,
    tables,
    async demandTurn(stood) {
      const { next, mark } = await shared.stand()
      if ((await ours.isUs()) && stood?.next === next && stood.mark === mark) return
      throw failed(
        'Another server has begun to fill the columns that answers are read from: ask again.',
      )
    },
  })
  return {
    database: {
      ...database,
      close() {
        void ours.leave().finally(database.close)
      },
    },
    reach,
    mostFrom: (next) => Math.min(mostAtOnce, partitionRows - (next % partitionRows)),
    shared,
    begin,
    letGo: (kept) => letGo(kept, connection, layout),
  }
}

async function openToRead(reached: Reached, layout: Layout): Promise<ReadColumns | Unread> {
  const connection = await connectTo(reached)
  if (!(await areThere(connection, layout))) {
    connection.close()
    return 'none'
  }
  const tables = tablesOf(layout)
  const { next } = await standOf(connection, tables)
  return { database: databaseOf(connection, tables), next }
}

/** Throws the tables away, unless a server fills them. */
async function removeTables({ reached, sole }: ClickhouseOptions, layout: Layout): Promise<void> {
  const ours = sole(fillingOf(layout))
  if (!(await ours.isUs()))
    throw conflict('a server fills the columns in ClickHouse: stop the servers, then try again')
  const connection = await connectTo(reached)
  try {
    for (const statement of removalOf(layout)) await connection.run(statement)
  } finally {
    connection.close()
    await ours.leave()
  }
}

/** Tables in a ClickHouse, which all servers share. */
export function clickhouseEngine(options: ClickhouseOptions): Engine {
  const { reached, sole } = options
  return {
    async open({ layout }) {
      const connection = await connectTo(reached)
      const ours = sole(fillingOf(layout))
      try {
        return await openColumns(connection, layout, { ours, sole })
      } catch (error) {
        connection.close()
        await ours.leave()
        throw error
      }
    },
    openToRead: (layout) => openToRead(reached, layout),
    remove: (layout) => removeTables(options, layout),
  }
}
