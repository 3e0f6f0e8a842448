import { Client } from 'pg'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { partitionsOf } from '../../src/store/distributed/partitions.ts'
import { plainQuery, postgresSql } from '../../src/store/distributed/postgres-sql.ts'
import { migrations } from '../../src/store/migrations/all.ts'
import type { Store } from '../../src/store/store.ts'
import { newPlace, withClient } from './place.ts'
import { testServer } from './server.ts'

/** A new, empty place, and what is open there until it is removed. */
export async function newGround() {
  const { place: url, remove } = await newPlace(testServer())
  const closing: (() => Promise<unknown>)[] = []
  return {
    url,
    async store(): Promise<Store> {
      const store = await openDistributedStore({ url })
      closing.push(store.close)
      return store
    },
    /** A session of somebody else's: an older server, or a dump. */
    async session(): Promise<Client> {
      // The statements of a batch travel together, as those of a server do.
      const client = new Client({ connectionString: url, pipeline: true })
      await client.connect()
      closing.push(() => client.end())
      return client
    },
    async remove() {
      for (const close of closing.reverse()) await close()
      await remove()
    },
  }
}

export type Ground = Awaited<ReturnType<typeof newGround>>

/** Where the parts of the table of events end. */
export const partEnds = (url: string) =>
  withClient(url, async (client) =>
    (await partitionsOf(postgresSql(plainQuery(client)))).map(({ before }) => before),
  )

/** Cuts an empty log into parts that end at these numbers, instead of the long ones that it has. */
export const cutInto = (url: string, ends: readonly number[]) =>
  withClient(url, async (client) => {
    const parts = await partitionsOf(postgresSql(plainQuery(client)))
    await client.query('begin; lock table events in access exclusive mode')
    for (const { name } of parts) await client.query(`drop table ${name}`)
    for (const [at, end] of ends.entries()) {
      const from = ends[at - 1] ?? 0
      await client.query(
        `create table events_${from} partition of events for values from (${from}) to (${end})`,
      )
    }
    await client.query('commit')
  })

const withParts = 610

/** The tables as the release before the log had parts left them. */
export const oldTables = (url: string) =>
  withClient(url, async (client) => {
    await client.query('create table schema_version (version integer primary key)')
    for (const { version, statements } of migrations.filter((one) => one.version < withParts)) {
      for (const text of statements({ engine: 'postgresql', bytes: 'bytea', bigint: 'bigint' }))
        await client.query(text.replaceAll(/ text\b/g, ' text collate "C"'))
      await client.query('insert into schema_version (version) values ($1)', [version])
    }
  })
