import { conflict, Failure } from '../../kernel/errors.ts'
import type { SoleServer } from '../../store/sole-server.ts'
import type { Columns, Engine, ReadColumns, Shared, Unread } from '../engine.ts'
import type { Layout } from '../layout.ts'
import { batches } from './batches.ts'
import { shardRows } from './cluster.ts'
import { type Connection, connectTo, type Reached } from './connection.ts'
import { databaseOf } from './database.ts'
import { letGo } from './letting-go.ts'
import { erasuresFrom, newestMark, newMark, reachOf, standOf } from './standing.ts'
import { areThere, fillingOf, othersIn, partitionRows, removalOf, tablesOf } from './tables.ts'
import { makeTables, tell, tellAll } from './telling.ts'

type Sole = Pick<SoleServer, 'isUs' | 'leave'>

export type ClickhouseOptions = {
  readonly reached: Reached
  /** Whether this server is the one of several that does a work. */
  sole(work: string): Sole
}

/** The most rows of one insert, which is one block and so there as a whole or not at all. */
const mostAtOnce = 65_536

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

const failed = (sentence: string) => new Failure('busy', sentence)

/** Makes the tables where they are not, which only one server does; and throws those away that nobody fills any more. */
async function prepare(connection: Connection, layout: Layout, { sole, ours }: Opened) {
  if (!(await ours.isUs())) {
    if (await areThere(connection, layout)) return
    throw failed(
      'Another server is making the columns that answers are read from: ask again in a while.',
    )
  }
  await makeTables(connection, layout)
  const tables = tablesOf(layout, connection)
  if ((await newestMark(connection, tables)).id === 0) await newMark(connection, tables)
  for (const { filling, removal } of await othersIn(connection, layout)) {
    const theirs = sole(filling)
    if (!(await theirs.isUs())) continue
    for (const statement of removal) await tell(connection, statement)
    await theirs.leave()
  }
}

type Opened = {
  readonly ours: Sole
  sole(work: string): Sole
  /** The first event that the log still has. */
  readonly kept: number
}

async function openColumns(
  connection: Connection,
  layout: Layout,
  opened: Opened,
): Promise<Columns> {
  const { ours, kept } = opened
  const tables = tablesOf(layout, connection)
  await prepare(connection, layout, opened)
  const reach = await reachOf(connection, tables, kept)
  const database = databaseOf(connection, tables)
  const together = connection.cluster ? shardRows : partitionRows
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
    mostFrom: (next) => Math.min(mostAtOnce, together - (next % together)),
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
  const tables = tablesOf(layout, connection)
  const { next } = await standOf(connection, tables)
  return { database: databaseOf(connection, tables), next }
}

/** Throws the tables away, unless a server fills them. */
async function removeTables({ reached, sole }: ClickhouseOptions, layout: Layout): Promise<void> {
  const connection = await connectTo(reached)
  const ours = sole(fillingOf(layout, connection))
  try {
    if (!(await ours.isUs()))
      throw conflict('a server fills the columns in ClickHouse: stop the servers, then try again')
    for (const statement of removalOf(layout, connection)) await tellAll(connection, statement)
  } finally {
    connection.close()
    await ours.leave()
  }
}

/** Tables in a ClickHouse, which all servers share. */
export function clickhouseEngine(options: ClickhouseOptions): Engine {
  const { reached, sole } = options
  return {
    async open({ layout, store }) {
      const connection = await connectTo(reached)
      const ours = sole(fillingOf(layout, connection))
      try {
        const kept = await store.events.first()
        return await openColumns(connection, layout, { ours, sole, kept })
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
