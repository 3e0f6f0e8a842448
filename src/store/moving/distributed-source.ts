import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { Failure } from '../../kernel/errors.ts'
import { decodeFrontier, emptyFrontier } from '../../tlog/frontier.ts'
import { openDistributedStore } from '../distributed/distributed-store.ts'
import {
  batches,
  columnsOf,
  holdEverybody,
  session,
  tablesFrom,
  versionsOf,
} from './distributed-rows.ts'
import {
  movedSentence,
  movedSetting,
  named,
  pieces,
  type Range,
  type Row,
  type Source,
  stillHere,
  type Table,
} from './side.ts'

/** How long the events that wait for a number may take, once nobody adds to them. */
const drainMs = 15_000
const lookAgainMs = 20

/** Asked for anew with each batch, so that nothing is kept open while servers go on writing. */
async function* numberedBatches(
  client: Client,
  table: Table,
  range: Range,
): AsyncGenerator<readonly Row[]> {
  const [key] = table.columns
  const text = `select ${named(table)} from ${table.name} where ${key} >= $1 and ${key} < $2 order by ${key}`
  for (const values of pieces(range)) {
    const { rows } = await client.query({ text, values, rowMode: 'array' })
    if (rows.length > 0) yield rows as readonly Row[]
  }
}

async function drained(client: Client): Promise<void> {
  const patience = performance.now() + drainMs
  for (;;) {
    const { rows } = await client.query('select exists (select 1 from unsequenced) as waiting')
    if (!rows[0].waiting) return
    if (performance.now() > patience)
      throw new Failure('busy', 'no server gives the newest events their numbers: try again')
    await sleep(lookAgainMs)
  }
}

const retirement = `
  create function refuse_moved() returns trigger language plpgsql as
    $body$ begin raise exception '${movedSentence}'; end $body$;
  create trigger moved before insert on unsequenced execute function refuse_moved();
  commit`

/** The store of a PostgreSQL database, to be left. Servers may run on it until it is held. */
export async function distributedSource(url: string): Promise<Source> {
  // Its session gives numbers to what waits, when no server is there to do it.
  const store = await stillHere(await openDistributedStore({ url }))
  const { client, end } = await session(url)
  let held = false
  return {
    versions: () => versionsOf(client),
    tables: async () => tablesFrom(await columnsOf(client)),
    async extent() {
      const { rows } = await client.query(
        'select (select frontier from log_head) as frontier, (select min(seq) from events) as first',
      )
      const [{ frontier: saved, first }] = rows
      const frontier = saved ? decodeFrontier(saved) : emptyFrontier
      return { first: Number(first ?? frontier.size), frontier }
    },
    numbered: (table, range) => numberedBatches(client, table, range),
    rows: (table) => batches(client, `select ${named(table)} from ${table.name}`),
    async hold() {
      await client.query(holdEverybody)
      held = true
      await drained(client)
    },
    async retire(to) {
      await client.query('insert into settings (name, value) values ($1, $2)', [movedSetting, to])
      await client.query(retirement)
      held = false
    },
    async close() {
      if (held) await client.query('rollback')
      await end()
      await store.close()
    },
  }
}
