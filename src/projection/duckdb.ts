import { chmod } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'

/** A session with the database. */
export type Session = DuckDBConnection

/** An open database file. */
export type Database = {
  connect(): Promise<Session>
  /** Ends a session. */
  leave(session: Session): void
  /** Ends all sessions: with one that is left the file would stay open. */
  close(): void
}

export type DatabaseOptions = {
  readonly file: string
  /** What DuckDB may take of memory; what does not fit goes to files beside the database. */
  readonly memoryMb: number
  readonly threads: number
  readonly access: 'READ_WRITE' | 'READ_ONLY'
}

/**
 * Opens or makes a DuckDB file (0600). The library is loaded here and not before. It may neither reach for the network nor
 * read other files.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(options.file, {
    memory_limit: `${options.memoryMb}MB`,
    threads: String(options.threads),
    access_mode: options.access,
    temp_directory: `${options.file}.tmp`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const sessions = new Set<Session>()
  const connect = async () => {
    const session = await instance.connect()
    sessions.add(session)
    return session
  }
  const first = await connect()
  await first.run('set enable_external_access = false')
  await first.run('set lock_configuration = true')
  if (options.access === 'READ_WRITE') await chmod(options.file, 0o600)
  return {
    connect,
    leave(session) {
      sessions.delete(session)
      session.closeSync()
    },
    close() {
      for (const session of sessions) session.closeSync()
      instance.closeSync()
    },
  }
}

/** All rows of an answer, each as its columns in their order; whole numbers of 64 bits as numbers. */
export async function rowsOf(session: Session, sql: string): Promise<readonly Cell[][]> {
  const { rows } = await read(session, sql)
  return rows
}

/** What a column of an answer may hold. */
export type Cell = string | number | boolean | null

async function read(session: Session, sql: string) {
  const reader = await session.runAndReadAll(sql)
  const rows = reader.getRows().map((row) => row.map(plain))
  return { rows }
}

const plain = (value: unknown): Cell =>
  typeof value === 'bigint' ? Number(value) : (value as Cell)
