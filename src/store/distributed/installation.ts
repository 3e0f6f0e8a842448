import type { Client } from 'pg'
import { migrate } from '../migrations/migrate.ts'
import type { Dialect } from '../migrations/migration.ts'
import { plainQuery, postgresSql, type Query } from './postgres-sql.ts'

/** Advisory locks have two numbers: what for, and the schema, so that installations in one database do not meet. */
const locks = { migrating: 0x6b770001, sequencing: 0x6b770002 } as const

const lockArguments = (purpose: keyof typeof locks) =>
  `${locks[purpose]}, (select oid::integer from pg_namespace where nspname = current_schema())`

/** True when this session holds the lease now; it lasts until the session ends, however it ends. */
export async function takeLease(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_try_advisory_lock(${lockArguments('sequencing')}) as held`,
  )
  return rows[0].held
}

/**
 * Ends the session that holds the lease, whosever it is: its server then no longer numbers, and whoever looks next does. A server
 * that was stopped in its tracks keeps its session, because the system goes on answering for it.
 */
export async function endLease(client: Client): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()
      and database = (select oid from pg_database where datname = current_database())
      and (classid, objid) = (${locks.sequencing}, (select oid from pg_namespace where nspname = current_schema()))`,
  )
}

/** The channel on which the servers of one installation tell each other what has happened. */
export async function channelOf(client: Client): Promise<string> {
  const { rows } = await client.query(
    `select 'keepwatch_' || oid as channel from pg_namespace where nspname = current_schema()`,
  )
  return rows[0].channel
}

const postgresql: Dialect = { engine: 'postgresql', bytes: 'bytea', bigint: 'bigint' }

/**
 * Every text is compared byte by byte, as SQLite does: whatever the language of the database is, the order is the same, and
 * an upgrade of the system's languages cannot break an index.
 */
const collated =
  (query: Query): Query =>
  (text, values) =>
    query(text.replaceAll(/ text\b/g, ' text collate "C"'), values)

/** Brings the schema to the newest version; servers that start together do it one after the other. */
export async function migrateInstallation(client: Client): Promise<void> {
  await client.query('begin')
  try {
    await client.query('set local statement_timeout = 0')
    await client.query(`select pg_advisory_xact_lock(${lockArguments('migrating')})`)
    await migrate(postgresSql(collated(plainQuery(client))), postgresql)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
