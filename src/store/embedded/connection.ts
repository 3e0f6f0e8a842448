import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Failure } from '../../kernel/errors.ts'
import type { Sql, Value } from '../sql.ts'

/** Statements are prepared once per text; there are about a hundred texts. */
export type Connection = {
  readonly database: DatabaseSync
  prepare(text: string): StatementSync
}

/**
 * `synchronous=NORMAL` leaves the flush of a commit to us (`wal-flush.ts`); SQLite flushes where the order of the two files hangs on it.
 * `trusted_schema` and `cell_size_check` keep a damaged file from being believed. What is deleted is overwritten
 * (`secure_delete`).
 */
const pragmas = `pragma journal_mode = wal; pragma synchronous = normal; pragma trusted_schema = off;
  pragma cell_size_check = on; pragma secure_delete = on; pragma journal_size_limit = 67108864;
  pragma busy_timeout = 5000; pragma cache_size = -16384; pragma temp_store = memory;`

/** Lets `compact` give space back. Said to an old file it would write to it, and change nothing. */
const pragmasOfNewFile = 'pragma auto_vacuum = incremental'

const connection = (database: DatabaseSync): Connection => {
  const statements = new Map<string, StatementSync>()
  return {
    database,
    prepare(text) {
      const known = statements.get(text)
      if (known) return known
      // SQLite counts `?3`, PostgreSQL `$3`; ours are written as `$3`.
      const statement = database.prepare(text.replaceAll(/\$(\d)/g, '?$1'))
      statements.set(text, statement)
      return statement
    },
  }
}

/** Opens or makes the database file (0600). Throws a Failure that names the file when that cannot be done. */
export function openForWriting(file: string): Connection {
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const isNew = !existsSync(file)
    const database = new DatabaseSync(file)
    if (isNew) database.exec(pragmasOfNewFile)
    database.exec(pragmas)
    chmodSync(file, 0o600)
    return connection(database)
  } catch (cause) {
    throw new Failure(
      'conflict',
      `cannot open the store ${file}: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    )
  }
}

/** A second connection that sees what is committed and nothing else. */
export function openForReading(file: string): Connection {
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('pragma busy_timeout = 5000; pragma cache_size = -16384')
  return connection(database)
}

export const sqliteSql = ({ prepare }: Connection): Sql => ({
  now: "cast(unixepoch('subsec') * 1000 as integer)",
  get: async <Row>(text: string, ...values: readonly Value[]) =>
    prepare(text).get(...values) as Row | undefined,
  all: async <Row>(text: string, ...values: readonly Value[]) =>
    prepare(text).all(...values) as Row[],
  run: async (text, ...values) => Number(prepare(text).run(...values).changes),
})
