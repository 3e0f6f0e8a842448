import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '../store/store.ts'
import { type Database, openDatabase, rowsOf, type Session } from './duckdb.ts'
import { tailOf } from './facts-writer.ts'
import { type Layout, uuidFields } from './layout.ts'
import { columnName, quoted } from './sql-text.ts'

/** The folder of the projection in a data folder: it can be thrown away at any time. */
export const projectionFolder = (data: string): string => join(data, 'projection')

const fileIn = (folder: string) => join(folder, 'events.duckdb')

const memoryMb = 512
const threads = 2

/** How far a projection reaches: rows of `first` to before `next`; what the log had at its end. */
export type Reach = { readonly first: number; readonly next: number; readonly tail: string }

const createTables = ({ fields, signature }: Layout) => [
  `create table facts (seq bigint not null, time bigint not null, recorded bigint not null, ${[
    ...uuidFields.map((name) => `${name} uuid`),
    ...fields.map((_, at) => `${columnName(at)} integer not null`),
  ].join(', ')})`,
  'create table dictionary (field integer not null, id integer not null, value varchar not null)',
  'create table state (signature varchar, first bigint, next bigint, tail varchar)',
  `insert into state values (${quoted(signature)}, 0, 0, '')`,
]

async function create(session: Session, layout: Layout): Promise<void> {
  await session.run('begin')
  for (const statement of createTables(layout)) await session.run(statement)
  await session.run('commit')
}

/** How far the projection reaches, or undefined when it is of another layout. */
async function reachOf(session: Session, layout: Layout): Promise<Reach | undefined> {
  const [row] = await rowsOf(session, 'select signature, first, next, tail from state')
  const [signature, first, next, tail] = row ?? []
  if (signature !== layout.signature) return undefined
  return { first: Number(first), next: Number(next), tail: String(tail) }
}

/** Whether the log is the one that was projected: it may have been put back to an older state, or be another one. */
async function isOf({ next, tail }: Reach, events: Store['events']): Promise<boolean> {
  if (next === 0) return true
  if (next > (await events.size())) return false
  const [entry] = await events.readAfter(next - 2, { limit: 1 })
  return entry?.seq !== next - 1 || tailOf(entry) === tail
}

/** A projection that is open for writing. */
export type OpenProjection = {
  readonly database: Database
  readonly session: Session
  readonly reach: Reach
}

const openIn = (folder: string, access: 'READ_WRITE' | 'READ_ONLY' = 'READ_WRITE') =>
  openDatabase({ file: fileIn(folder), memoryMb, threads, access })

/** The projection in the folder if there is one, and it is one of this log in this layout. */
async function openExisting(
  folder: string,
  { layout, events }: { readonly layout: Layout; readonly events: Store['events'] },
): Promise<OpenProjection | undefined> {
  if (!existsSync(fileIn(folder))) return undefined
  const database = await openIn(folder)
  try {
    const session = await database.connect()
    const reach = await reachOf(session, layout)
    if (reach && (await isOf(reach, events))) return { database, session, reach }
  } catch {
    // What cannot be read is made anew, as what does not fit.
  }
  database.close()
  return undefined
}

/** Whether another process has the file open: it is not damaged then. */
export const isLocked = (error: unknown) =>
  error instanceof Error && /lock on file/.test(error.message)

/** Throws the projection away. The next one is made from the log. */
export const removeProjection = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true })

type Opening = {
  readonly layout: Layout
  readonly events: Store['events']
  /** Told when what was there could not be used. */
  unusable(): void
}

/** Opens the projection in the folder; one that is missing, damaged, of another log or of another layout begins empty. */
export async function openProjectionFile(
  folder: string,
  { layout, events, unusable }: Opening,
): Promise<OpenProjection> {
  const existed = existsSync(fileIn(folder))
  const found = await openExisting(folder, { layout, events }).catch((error: unknown) => {
    if (isLocked(error)) throw error
    return undefined
  })
  if (found) return found
  if (existed) unusable()
  await removeProjection(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const database = await openIn(folder)
  const session = await database.connect()
  await create(session, layout)
  return { database, session, reach: { first: 0, next: 0, tail: '' } }
}

/** Opens the projection in the folder to read it, or gives undefined when there is none; its reach is that of this layout. */
export async function openToRead(folder: string, layout: Layout) {
  if (!existsSync(fileIn(folder))) return undefined
  const database = await openIn(folder, 'READ_ONLY')
  const session = await database.connect()
  return { database, session, reach: await reachOf(session, layout) }
}
