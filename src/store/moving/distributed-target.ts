import type { Client } from 'pg'
import { conflict } from '../../kernel/errors.ts'
import { openDistributedStore } from '../distributed/distributed-store.ts'
import { extendTo } from '../distributed/partitions.ts'
import type { Value } from '../sql.ts'
import { batches, columnsOf, holdEverybody, session, versionsOf } from './distributed-rows.ts'
import { named, type Row, type Table, type Target } from './side.ts'

/** `text[]`, `bytea[]`, …: the values of a column travel as one array. */
const inserting = (table: Table, types: ReadonlyMap<string, string>) => {
  const arrays = table.columns.map(
    (column, at) => `$${at + 1}::${types.get(`${table.name}.${column}`)}[]`,
  )
  return `insert into ${table.name} (${named(table)}) select * from unnest(${arrays.join(', ')})`
}

/** The driver knows bytes by their class. */
const sendable = (value: Value) =>
  value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length) : value

async function demandEmpty(client: Client): Promise<void> {
  const { rows } = await client.query(
    `select exists (select 1 from log_head) or exists (select 1 from unsequenced)
      or exists (select 1 from accounts) as used`,
  )
  if (rows[0].used)
    throw conflict(
      'the PostgreSQL database holds a store already: name an empty database or schema',
    )
}

/** Makes room for events, which come in the order of their numbers. */
function roomFor(client: Client) {
  let end = 0
  return async (rows: readonly Row[]) => {
    const [from, last] = [rows[0], rows.at(-1)].map((row) => Number(row?.[0]))
    if (from !== undefined && last !== undefined && last >= end)
      end = await extendTo(client, from, last + 1)
  }
}

async function* column<Cell>(client: Client, text: string): AsyncGenerator<Cell> {
  for await (const rows of batches(client, text)) for (const [cell] of rows) yield cell as Cell
}

/** A PostgreSQL database that takes over: everything is one transaction, which begins here. Throws `conflict` when it is in use. */
export async function distributedTarget(url: string): Promise<Target> {
  await (await openDistributedStore({ url })).close()
  const { client, end } = await session(url)
  await client.query(holdEverybody)
  await demandEmpty(client).catch(async (error) => {
    await end()
    throw error
  })
  const columns = await columnsOf(client)
  const makeRoom = roomFor(client)
  const types = new Map(columns.map((one) => [`${one.table_name}.${one.column_name}`, one.type]))
  return {
    versions: () => versionsOf(client),
    async insert(table, rows) {
      if (table.name === 'events') await makeRoom(rows)
      const values = table.columns.map((_, at) => rows.map((row) => sendable(row[at] ?? null)))
      await client.query(inserting(table, types), values)
    },
    async dropEventsBefore(seq) {
      await client.query('delete from events where seq < $1', [seq])
    },
    leafTiles: () => column<Uint8Array>(client, 'select hashes from leaf_tiles order by position'),
    bodies: (from) =>
      column<string>(client, `select body from events where seq >= ${Number(from)} order by seq`),
    async commit() {
      await client.query('commit')
    },
    close: end,
  }
}
