import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { columns, createIndexes, createTable, type Rows, rowOf } from './rows.ts'

/** The events as rows of SQLite. */
export async function sqliteRows(folder: string, count: number, now: number): Promise<Rows> {
  const file = join(folder, 'rows.db')
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -262144')
  database.exec(createTable)
  const insert = database.prepare(`insert into rows values (${columns.map(() => '?').join(', ')})`)
  const started = performance.now()
  database.exec('begin')
  for (let seq = 0; seq < count; seq++) insert.run(...rowOf(seq, { count, now }))
  for (const statement of createIndexes) database.exec(statement)
  database.exec('commit; pragma wal_checkpoint(truncate); analyze')
  const seconds = (performance.now() - started) / 1_000
  return {
    rate: count / seconds,
    bytes: statSync(file).size,
    ask: async (sql) => database.prepare(sql).all().length,
    close: async () => database.close(),
  }
}
