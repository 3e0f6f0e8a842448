import { Client } from 'pg'
import { startCluster } from '../../test/postgres/cluster.ts'
import { columns, createIndexes, createTable, type Rows, rowOf } from './rows.ts'

const atOnce = 10_000

/** The events as rows of a PostgreSQL of its own, with as much memory for its cache as SQLite gets. */
export async function postgresRows(count: number, now: number): Promise<Rows> {
  const cluster = await startCluster()
  const client = new Client({ connectionString: cluster.url })
  await client.connect()
  await client.query(createTable)
  const parts = columns.map(([, type], at) => `$${at + 1}::${type}[]`)
  const insert = `insert into rows select * from unnest(${parts.join(', ')})`
  const started = performance.now()
  for (let from = 0; from < count; from += atOnce) {
    const some = Math.min(atOnce, count - from)
    const rows = Array.from({ length: some }, (_, at) => rowOf(from + at, { count, now }))
    await client.query(
      insert,
      columns.map((_, at) => rows.map((row) => row[at])),
    )
  }
  for (const statement of createIndexes) await client.query(statement)
  await client.query('vacuum analyze rows')
  const seconds = (performance.now() - started) / 1_000
  const size = await client.query(`select pg_total_relation_size('rows') as bytes`)
  return {
    rate: count / seconds,
    bytes: Number(size.rows[0].bytes),
    ask: async (sql) => (await client.query(sql)).rowCount ?? 0,
    async close() {
      await client.end()
      await cluster.stop()
    },
  }
}
