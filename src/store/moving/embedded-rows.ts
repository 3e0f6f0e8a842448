import type { DatabaseSync } from 'node:sqlite'
import type { Value } from '../sql.ts'
import { batch, movedSetting, type Row, type Table } from './side.ts'

/** What both sides of a move need of SQLite. */

export const databaseName = 'keepwatch.db'

export const versionsOf = (database: DatabaseSync) =>
  database
    .prepare('select version from schema_version order by version')
    .all()
    .map(({ version }) => Number(version))

export function tablesOf(database: DatabaseSync): readonly Table[] {
  const names = database.prepare(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'schema_version' order by name",
  )
  const columns = database.prepare('select name from pragma_table_info(?)')
  return names.all().map(({ name }) => ({
    name: String(name),
    columns: columns.all(String(name)).map((column) => String(column['name'])),
  }))
}

type Asked = { readonly text: string; readonly values: readonly Value[] }

/** The rows of a statement as arrays, a batch at a time. */
export function* batches(
  database: DatabaseSync,
  { text, values }: Asked,
): Generator<readonly Row[]> {
  const statement = database.prepare(text)
  statement.setReturnArrays(true)
  let rows: Row[] = []
  for (const row of statement.iterate(...values) as Iterable<unknown>) {
    rows.push(row as Row)
    if (rows.length < batch) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

export const movedTo = (database: DatabaseSync) =>
  database.prepare('select value from settings where name = ?').get(movedSetting)?.['value']
