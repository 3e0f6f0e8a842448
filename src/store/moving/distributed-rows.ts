import type { Client } from 'pg'
import { openConnections } from '../distributed/connections.ts'
import { batch, type Row, type Table } from './side.ts'

/** What both sides of a move need of PostgreSQL. */

const patienceMs = 3_600_000

/** What only this engine has. */
const ownTables = ['schema_version', 'unsequenced', 'unit_lane', 'contents_versions']

/** A session of its own, in which statements may take as long as they like. */
export async function session(url: string) {
  const connections = await openConnections(url)
  const client = await connections.connect(patienceMs)
  await client.query("set statement_timeout = 0; set lock_timeout = '30s'; set enable_seqscan = on")
  const end = async () => {
    await client.end()
    await connections.close()
  }
  return { client, end }
}

export async function versionsOf(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query('select version from schema_version order by version')
  return rows.map(({ version }) => Number(version))
}

type ColumnRow = {
  readonly table_name: string
  readonly column_name: string
  readonly type: string
}

export async function columnsOf(client: Client): Promise<readonly ColumnRow[]> {
  const { rows } = await client.query(
    `select table_name, column_name, udt_name as type from information_schema.columns
      where table_schema = current_schema() and table_name <> all($1) and not exists (
        select 1 from pg_class where relispartition and oid = to_regclass(quote_ident(table_name)))
      order by table_name, ordinal_position`,
    [ownTables],
  )
  return rows
}

export function tablesFrom(columns: readonly ColumnRow[]): readonly Table[] {
  const byTable = Map.groupBy(columns, ({ table_name }) => table_name)
  return [...byTable].map(([name, own]) => ({ name, columns: own.map((one) => one.column_name) }))
}

/** Reads through a cursor, so that memory stays flat. Needs a transaction. */
export async function* batches(client: Client, text: string): AsyncGenerator<readonly Row[]> {
  await client.query(`declare carried no scroll cursor for ${text}`)
  try {
    for (;;) {
      const { rows } = await client.query({ text: `fetch ${batch} from carried`, rowMode: 'array' })
      if (rows.length === 0) return
      yield rows as readonly Row[]
    }
  } finally {
    await client.query('close carried')
  }
}

/** Whoever writes locks this table in a weaker mode first, and is waited for. */
export const holdEverybody = 'begin; lock table unit_lane in access exclusive mode'
