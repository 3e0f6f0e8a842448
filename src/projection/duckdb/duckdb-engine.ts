import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { conflict } from '../../kernel/errors.ts'
import type { Store } from '../../store/store.ts'
import type { Columns, Engine, Opening, Reach, ReadColumns, Unread } from '../engine.ts'
import { type Layout, uuidFields } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import { batches, tailOf } from './batches.ts'
import { type DuckdbDatabase, openDatabase } from './database.ts'
import { duckdbDialect } from './dialect.ts'

/** The folder of the projection in a data folder: it can be thrown away at any time. */
export const projectionFolder = (data: string): string => join(data, 'projection')

const fileIn = (folder: string) => join(folder, 'events.duckdb')

const memoryMb = 384
const threads = 2
/** The most rows of one transaction: DuckDB's row group. */
const mostFrom = () => 122_880

/** How far a file reaches, and what the log had at its end. */
type Kept = Reach & { readonly tail: string }

const createTables = ({ fields, signature }: Layout) => [
  `create table facts (seq bigint not null, time bigint not null, recorded bigint not null, ${[
    ...uuidFields.map((name) => `${name} uuid`),
    ...fields.map((_, at) => `${columnName(at)} integer not null`),
  ].join(', ')})`,
  'create table dictionary (field integer not null, id integer not null, value varchar not null)',
  'create table state (signature varchar, first bigint, next bigint, tail varchar)',
  `insert into state values (${duckdbDialect.quoted(signature)}, 0, 0, '')`,
]

async function create(connection: DuckDBConnection, layout: Layout): Promise<void> {
  await connection.run('begin')
  for (const statement of createTables(layout)) await connection.run(statement)
  await connection.run('commit')
}

/** How far the projection reaches, or undefined when it is of another layout. */
async function keptIn(database: DuckdbDatabase, layout: Layout): Promise<Kept | undefined> {
  const session = await database.connect()
  try {
    const [row = []] = await session.rows('select signature, first, next, tail from state')
    const [signature, first, next, tail] = row
    if (signature !== layout.signature) return undefined
    return { first: Number(first), next: Number(next), tail: String(tail) }
  } finally {
    database.leave(session)
  }
}

/** Whether the log is the one that was projected: it may have been put back to an older state, or be another one. */
async function isOf({ next, tail }: Kept, events: Store['events']): Promise<boolean> {
  if (next === 0) return true
  if (next > (await events.size())) return false
  const [entry] = await events.readAfter(next - 2, { limit: 1 })
  return entry?.seq !== next - 1 || tailOf(entry) === tail
}

const openIn = (folder: string, access: 'READ_WRITE' | 'READ_ONLY' = 'READ_WRITE') =>
  openDatabase({ file: fileIn(folder), memoryMb, threads, access })

type Found = { readonly database: DuckdbDatabase; readonly reach: Reach }

/** The projection in the folder if there is one, and it is one of this log in this layout. */
async function openExisting(
  folder: string,
  { layout, store }: Opening,
): Promise<Found | undefined> {
  if (!existsSync(fileIn(folder))) return undefined
  const database = await openIn(folder)
  try {
    const reach = await keptIn(database, layout)
    if (reach && (await isOf(reach, store.events))) return { database, reach }
  } catch {
    // What cannot be read is made anew, as what does not fit.
  }
  database.close()
  return undefined
}

/** Whether another process has the file open: it is not damaged then. */
const isLocked = (error: unknown) => error instanceof Error && /lock on file/.test(error.message)

const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })

/** Opens the projection in the folder; one that is missing, damaged, of another log or of another layout begins empty. */
async function openOrMake(folder: string, opening: Opening): Promise<Found> {
  const existed = existsSync(fileIn(folder))
  const found = await openExisting(folder, opening).catch((error: unknown) => {
    if (isLocked(error)) throw error
    return undefined
  })
  if (found) return found
  if (existed) opening.unusable()
  await removeFolder(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const database = await openIn(folder)
  const connection = await database.open()
  await create(connection, opening.layout)
  return { database, reach: { first: 0, next: 0 } }
}

/** Lets rows go, and with them the values that nothing else has. */
const letGoIn =
  (connection: DuckDBConnection, { fields }: Layout) =>
  async (kept: number) => {
    await connection.run('begin')
    await connection.run(`delete from facts where seq < ${kept}`)
    for (const at of fields.keys())
      await connection.run(
        `delete from dictionary where field = ${at} and id not in (select ${columnName(at)} from facts)`,
      )
    await connection.run(`update state set first = ${kept}`)
    await connection.run('commit')
    await connection.run('checkpoint')
  }

async function openColumns(folder: string, opening: Opening): Promise<Columns> {
  const { database, reach } = await openOrMake(folder, opening)
  const connection = await database.open()
  const begin = await batches(connection, opening.layout)
  return { database, reach, mostFrom, begin, letGo: letGoIn(connection, opening.layout) }
}

async function openToRead(folder: string, layout: Layout): Promise<ReadColumns | Unread> {
  if (!existsSync(fileIn(folder))) return 'none'
  let database: DuckdbDatabase | undefined
  try {
    database = await openIn(folder, 'READ_ONLY')
    const kept = await keptIn(database, layout)
    if (kept) return { database, next: kept.next }
    database.close()
    return 'other-layout'
  } catch (error) {
    database?.close()
    return isLocked(error) ? 'in-use' : 'unreadable'
  }
}

/** Throws if a server has the projection open; whether it can be read does not matter. */
async function demandClosed(folder: string, layout: Layout): Promise<void> {
  const opened = await openToRead(folder, layout)
  if (opened === 'in-use')
    throw conflict('a server has the projection open: stop the server, then try again')
  if (typeof opened !== 'string') opened.database.close()
}

/** A file of this server's own, in a folder. */
export const duckdbEngine = (folder: string): Engine => ({
  open: (opening) => openColumns(folder, opening),
  openToRead: (layout) => openToRead(folder, layout),
  async remove(layout) {
    await demandClosed(folder, layout)
    await removeFolder(folder)
  },
})
