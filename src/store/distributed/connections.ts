import { Client, type ClientBase, Pool, type PoolConfig, types } from 'pg'
import { Failure, invalid } from '../../kernel/errors.ts'
import { type DatabaseLimits, usualLimits } from './database-limits.ts'

/**
 * Reads have connections of their own, because a unit that reads while it holds its connection must never wait for another unit. One more
 * listens and numbers.
 */
const leastConnections = 4

function sharesOf(connections: number) {
  if (connections < leastConnections)
    throw invalid(`a server needs at least ${leastConnections} connections to PostgreSQL`)
  const writers = Math.round(((connections - 1) * 2) / 3)
  return { writers, readers: connections - 1 - writers }
}

const int8 = 20
const numeric = 1700

/**
 * Whole numbers of 64 bits, and the sums of them, come as numbers: ours are sequence numbers, revisions and milliseconds,
 * all below 2^53.
 */
types.setTypeParser(int8, Number)
types.setTypeParser(numeric, Number)

/**
 * What every session of ours runs with. A commit is answered after it is on disk, whatever the server's default is
 * (`remote_apply` is stronger and stays). Index scans are preferred, because a serializable unit that scans a small table
 * as a whole would conflict with every unit that writes to it; compiling statements costs more than ours take to run, and
 * is tried wherever a scan could not be avoided. Keepalives let the database notice within 20 seconds that a server has
 * vanished, so that its locks do not outlive it.
 */
const settings = `
  select set_config('synchronous_commit', 'on', false)
    where current_setting('synchronous_commit') not in ('on', 'remote_apply');
  set default_transaction_isolation = 'read committed';
  set enable_seqscan = off;
  set jit = off;
  set statement_timeout = '30s';
  set idle_in_transaction_session_timeout = '60s';
  set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3;
  set client_min_messages = warning`

/** Of whoever numbers and migrates: what an operator allows to requests must not stop them. */
const prepare = async (client: ClientBase): Promise<void> => {
  await client.query(settings)
}

const bounds = ({ statement, lock }: DatabaseLimits) =>
  `set statement_timeout = '${statement}s'; set lock_timeout = '${lock}s'`

const prepareReads = (limits: DatabaseLimits) => async (client: ClientBase) => {
  await client.query(`${settings}; ${bounds(limits)}`)
}

/**
 * A unit never rests for long. One that does belongs to a server that was stopped in its tracks, and what it has locked would hold
 * up the others.
 */
const prepareUnits = (limits: DatabaseLimits) => async (client: ClientBase) => {
  await client.query(
    `${settings}; ${bounds(limits)}; set idle_in_transaction_session_timeout = '8s'`,
  )
}

/** The ways to one database. */
export type Connections = {
  readonly writing: Pool
  readonly reading: Pool
  /** A session of its own, for who holds locks or listens. It ends when an answer takes longer than `patienceMs`. */
  connect(patienceMs: number): Promise<Client>
  close(): Promise<void>
}

export function checkedUrl(url: string): URL {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol))
    throw invalid('the database URL cannot be read: write it as postgres://USER@HOST:PORT/DATABASE')
  return new URL(url)
}

/**
 * Whoever asks for TLS gets it with the certificate and the name checked, whichever of the words they use: what libpq's lesser ones leave
 * unchecked is what an attacker would use. `sslmode=no-verify` and `uselibpqcompat=true` are for those who want less, and say so.
 */
const strictTls = (text: string) =>
  /[?&]uselibpqcompat=true(&|$)/.test(text)
    ? text
    : text
        .replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full')
        // The certificates of the system are what counts without a file.
        .replace(/([?&])sslrootcert=system(&|$)/, '$1')

/** The address without user, password and options, to name it in a sentence. */
export const nameOf = ({ host, pathname }: URL) => `${host}${pathname}`

/** Refused connections to a name with several addresses come as one error without a message. */
const reasonOf = (error: unknown) => {
  const { message, code } = error as { readonly message?: string; readonly code?: string }
  return message || code || 'unknown reason'
}

/** One sentence about a database that cannot be opened. The URL, with its password, is never part of it. */
const unreachable = (url: URL, cause: unknown) =>
  cause instanceof Failure
    ? cause
    : invalid(`cannot open the PostgreSQL store at ${nameOf(url)}: ${reasonOf(cause)}`, { cause })

const complaints = `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
  pg_is_in_recovery() as standby, current_schema() as schema,
  current_setting('server_version_num')::integer as version`

type Ground = {
  readonly encoding: string
  readonly fsync: string
  readonly standby: boolean
  readonly schema: string | null
  readonly version: number
}

const oldest = 130_000

/** Why the promises of a store cannot be kept on this database; undefined when they can. */
function complaint({ encoding, fsync, standby, schema, version }: Ground): string | undefined {
  if (version < oldest) return 'it is older than PostgreSQL 13: upgrade it'
  if (encoding !== 'UTF8')
    return `its encoding is ${encoding}: make a database with ENCODING 'UTF8'`
  if (fsync !== 'on')
    return 'it runs with fsync = off and can lose what it has confirmed: turn fsync on'
  if (standby) return 'it is a standby, which cannot be written: name the primary server'
  if (!schema) return 'its search_path names no schema that exists: create the schema first'
  return undefined
}

/** How a connection is opened. */
const opening = (text: string, { connect }: Pick<DatabaseLimits, 'connect'>) => ({
  connectionString: strictTls(text),
  application_name: 'keepwatch',
  connectionTimeoutMillis: connect * 1_000,
  keepAlive: true,
  pipeline: true,
})

function pooled(config: PoolConfig): Pool {
  const made = new Pool(config)
  // A connection that breaks while it rests is replaced when the next one is asked for.
  made.on('error', () => {})
  return made
}

/** Connections that only read, from a database whose answers somebody else has when it gives none in time. */
export const readingPool = (text: string, limits: DatabaseLimits): Pool =>
  pooled({
    ...opening(text, limits),
    max: limits.connections,
    query_timeout: limits.statement * 1_000,
    onConnect: prepareReads(limits),
  })

/** Opens the way to a database that can keep the promises, within limits. Throws `invalid` with one sentence when there is none. */
export async function openConnections(
  text: string,
  limits: DatabaseLimits = usualLimits,
): Promise<Connections> {
  const url = checkedUrl(text)
  const { writers, readers } = sharesOf(limits.connections)
  const config = opening(text, limits)
  const pool = (max: number, onConnect: typeof prepare) => pooled({ ...config, max, onConnect })
  const connections: Connections = {
    writing: pool(writers, prepareUnits(limits)),
    reading: pool(readers, prepareReads(limits)),
    async connect(patienceMs) {
      const client = new Client({ ...config, query_timeout: patienceMs })
      await client.connect()
      await prepare(client)
      return client
    },
    async close() {
      await Promise.all([connections.writing.end(), connections.reading.end()])
    },
  }
  try {
    const { rows } = await connections.reading.query<Ground>(complaints)
    const why = rows[0] && complaint(rows[0])
    if (why) throw invalid(`cannot use the PostgreSQL database ${nameOf(url)}: ${why}`)
    return connections
  } catch (error) {
    await connections.close()
    throw unreachable(url, error)
  }
}
