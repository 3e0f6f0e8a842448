import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { conflict } from '../../kernel/errors.ts'
import { openEmbeddedStore } from '../embedded/embedded-store.ts'
import type { Value } from '../sql.ts'
import { batches, databaseName, movedTo, versionsOf } from './embedded-rows.ts'
import { named, type Target } from './side.ts'

/** Makes an empty database of the newest version beside the place where it is to be. */
async function newDraft(folder: string): Promise<DatabaseSync> {
  await (await openEmbeddedStore({ folder })).close()
  const database = new DatabaseSync(join(folder, databaseName))
  database.exec('pragma trusted_schema = off; pragma synchronous = full; begin immediate')
  return database
}

/** A store that was left for another one makes room; any other must not be touched. */
function demandRoom(file: string): void {
  if (!existsSync(file)) return
  const database = new DatabaseSync(file, { readOnly: true })
  const left = movedTo(database)
  database.close()
  if (!left)
    throw conflict(`${file} is a store that is in use: name a data folder without one with --data`)
}

async function setAside(file: string, now: Date): Promise<void> {
  if (!existsSync(file)) return
  const aside = file.replace(/\.db$/, `-left-${now.toISOString().replaceAll(':', '')}.db`)
  await rename(file, aside)
  for (const ending of ['-wal', '-shm']) await rm(`${file}${ending}`, { force: true })
}

function* column<Cell>(
  database: DatabaseSync,
  text: string,
  values: readonly Value[] = [],
): Generator<Cell> {
  for (const rows of batches(database, { text, values }))
    for (const [cell] of rows) yield cell as Cell
}

/** An embedded store that takes over, in a folder that has none, or one that was left. Throws `conflict` when it has another. */
export async function embeddedTarget(folder: string, now: Date): Promise<Target> {
  const file = join(folder, databaseName)
  demandRoom(file)
  const workshop = join(folder, '.moving')
  await rm(workshop, { recursive: true, force: true })
  const database = await newDraft(workshop)
  const clear = () => rm(workshop, { recursive: true, force: true })
  return {
    versions: async () => versionsOf(database),
    async insert(table, rows) {
      const places = table.columns.map(() => '?').join(', ')
      const insert = database.prepare(
        `insert into ${table.name} (${named(table)}) values (${places})`,
      )
      for (const row of rows) insert.run(...row)
    },
    async dropEventsBefore(seq) {
      database.prepare('delete from events where seq < ?').run(seq)
    },
    leafTiles: () =>
      column<Uint8Array>(database, 'select hashes from leaf_tiles order by position'),
    bodies: (from) =>
      column<string>(database, 'select body from events where seq >= ? order by seq', [from]),
    async commit() {
      database.exec('commit; pragma wal_checkpoint(truncate); pragma journal_mode = delete')
      database.close()
      await setAside(file, now)
      await rename(join(workshop, databaseName), file)
      await clear()
    },
    async close() {
      if (database.isOpen) database.close()
      await clear()
    },
  }
}
