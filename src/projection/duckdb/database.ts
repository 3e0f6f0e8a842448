import { chmod } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Cell, Database, Session } from '../engine.ts'
import { duckdbDialect } from './dialect.ts'
import { questionTables } from './question-tables.ts'

/** An open DuckDB file: sessions as every engine has them, and the connections that they are. */
export type DuckdbDatabase = Database & { open(): Promise<DuckDBConnection> }

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
export async function openDatabase(options: DatabaseOptions): Promise<DuckdbDatabase> {
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
  const first = await instance.connect()
  await first.run('set enable_external_access = false')
  await first.run('set lock_configuration = true')
  if (options.access === 'READ_WRITE') await chmod(options.file, 0o600)
  const open = new Set<DuckDBConnection>([first])
  const sessions = new Map<Session, DuckDBConnection>()
  const connection = async () => {
    const opened = await instance.connect()
    open.add(opened)
    return opened
  }
  return {
    dialect: duckdbDialect,
    open: connection,
    async connect() {
      const opened = await connection()
      const session = sessionOf(opened)
      sessions.set(session, opened)
      return session
    },
    leave(session) {
      const left = sessions.get(session)
      sessions.delete(session)
      if (left && open.delete(left)) left.closeSync()
    },
    /** With a connection that is left the file would stay open. */
    close() {
      for (const one of open) one.closeSync()
      instance.closeSync()
    },
  }
}

function sessionOf(connection: DuckDBConnection): Session {
  return {
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRows().map((row) => row.map(plain))
    },
    async *parts(sql) {
      const result = await connection.stream(sql)
      for await (const rows of result.yieldRowsJs()) yield rows.map((row) => row.map(plain))
    },
    interrupt: () => connection.interrupt(),
    ...questionTables(connection),
  }
}

const plain = (value: unknown): Cell =>
  typeof value === 'bigint' ? Number(value) : (value as Cell)
