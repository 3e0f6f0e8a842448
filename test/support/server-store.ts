import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { loadCatalog } from '../../src/events/catalog.ts'
import { type ShownEvent, showEvents } from '../../src/events/shown-event.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store, Transaction } from '../../src/store/store.ts'
import { newPlace, withClient } from '../postgres/place.ts'
import { readEvents } from './read-events.ts'

/** Where a server under test keeps everything: in its folder, or in PostgreSQL under `npm run test:postgres`. */
export type ServerStore = {
  /** What `serve` must be told. */
  readonly flags: Readonly<Record<string, string>>
  /** Works on it while no server does. */
  fill(work: (tx: Transaction) => Promise<void>): Promise<void>
  /** What is in the log by now, oldest first. */
  events(): Promise<readonly ShownEvent[]>
  /** Changes what is kept behind the server's back, by a statement that every kind of store understands. */
  tamper(statement: string): Promise<void>
  /** Every value of every row, as text: what whoever steals the database reads. */
  texts(): Promise<readonly string[]>
  remove(): Promise<void>
}

async function fillAndClose(store: Store, work: (tx: Transaction) => Promise<void>) {
  try {
    await store.transaction(work)
  } finally {
    await store.close()
  }
}

const embedded = (folder: string): ServerStore => ({
  flags: {},
  fill: async (work) => fillAndClose(await openEmbeddedStore({ folder }), work),
  events: () => readEvents(folder),
  async tamper(statement) {
    const database = new DatabaseSync(join(folder, 'keepwatch.db'))
    database.exec(statement)
    database.close()
  },
  async texts() {
    const database = new DatabaseSync(join(folder, 'keepwatch.db'), { readOnly: true })
    const all = database.prepare("select name from sqlite_schema where type = 'table'").all()
    const rows = all.flatMap(({ name }) => database.prepare(`select * from ${name}`).all())
    database.close()
    return rows.flatMap((row) => Object.values(row).map(textOf))
  },
  remove: async () => {},
})

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)

/** The log is read as a second server would read it. */
async function distributed(server: string): Promise<ServerStore> {
  const { place: url, remove } = await newPlace(server)
  let reader: Promise<Store> | undefined
  return {
    flags: { databaseUrl: url },
    fill: async (work) => fillAndClose(await openDistributedStore({ url }), work),
    async events() {
      reader ??= openDistributedStore({ url })
      const store = await reader
      const limit = (await store.events.size()) + 1
      return showEvents(store, await loadCatalog(), await store.events.readAfter(-1, { limit }))
    },
    async tamper(statement) {
      await withClient(url, (client) => client.query(statement))
    },
    texts: () =>
      withClient(url, async (client) => {
        const { rows: all } = await client.query(
          'select tablename as name from pg_tables where schemaname = current_schema()',
        )
        const texts: string[] = []
        for (const { name } of all) {
          const { rows } = await client.query(`select * from ${name}`)
          texts.push(...rows.flatMap((row) => Object.values(row).map(textOf)))
        }
        return texts
      }),
    async remove() {
      await (await reader)?.close()
      await remove()
    },
  }
}

export async function serverStore(folder: string): Promise<ServerStore> {
  const postgres = process.env['KEEPWATCH_TEST_POSTGRES']
  return postgres ? distributed(postgres) : embedded(folder)
}
