import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { Failure } from '../../kernel/errors.ts'
import { migrate } from '../migrations/migrate.ts'
import type { Dialect } from '../migrations/migration.ts'
import { confineEvents } from './confine.ts'
import { isLocked } from './database-error.ts'
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

/** Running servers wait behind a lock that is asked for, so it is asked for often rather than for long. */
const lockTries = 20
const lockPauseMs = 1_000

async function changeTables(client: Client): Promise<void> {
  await confineEvents(client)
  await client.query('begin')
  try {
    await migrate(postgresSql(collated(plainQuery(client))), postgresql)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (cause) {
      if (!isLocked(cause)) throw cause
      if (tries === lockTries)
        throw new Failure('busy', 'somebody reads the tables for long, as a dump does: try again', {
          cause,
        })
      await sleep(lockPauseMs * (0.5 + Math.random()))
    }
  }
}

/**
 * Brings the schema to the newest version; servers that start together do it one after the other, and those that run go on meanwhile.
 * Throws `busy` when a table is locked for long.
 */
export async function migrateInstallation(client: Client): Promise<void> {
  await client.query('set statement_timeout = 0')
  await client.query(`select pg_advisory_lock(${lockArguments('migrating')})`)
  await client.query(`set lock_timeout = '2s'`)
  try {
    await patiently(() => changeTables(client))
  } finally {
    await client.query(`select pg_advisory_unlock(${lockArguments('migrating')})`).catch(() => {})
  }
}
