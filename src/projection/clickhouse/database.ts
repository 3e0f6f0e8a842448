import type { Database, Session } from '../engine.ts'
import type { Connection } from './connection.ts'
import { clickhouseDialect, type Tables } from './dialect.ts'

/** Many numbers as one text, which is read faster than a list of them. */
const listed = (numbers: readonly number[]) =>
  `(select toUInt32(arrayJoin(splitByChar(',', '${numbers.join(',')}'))))`

function sessionOf({ rows, parts }: Connection): Session {
  const running = new Set<AbortController>()

  async function* stoppable<Part>(
    work: (signal: AbortSignal) => AsyncIterable<Part>,
  ): AsyncGenerator<Part> {
    const stop = new AbortController()
    running.add(stop)
    try {
      yield* work(stop.signal)
    } finally {
      running.delete(stop)
      stop.abort()
    }
  }

  return {
    async rows(sql) {
      const once = async function* (signal: AbortSignal) {
        yield await rows(sql, signal)
      }
      for await (const found of stoppable(once)) return found
      return []
    },
    parts: (sql) => stoppable((signal) => parts(sql, signal)),
    interrupt() {
      for (const stop of running) stop.abort()
    },
    isOneOf: async (column, numbers) => `${column} in ${listed(numbers)}`,
    async lookedUp(column, pairs) {
      const from = pairs.map(([number]) => number).join(', ')
      const to = pairs.map(([, number]) => number).join(', ')
      const sql = pairs.length === 0 ? '0' : `transform(${column}, [${from}], [${to}], 0)`
      return { sql, joins: [] }
    },
  }
}

/** A ClickHouse as every engine is: a session is no more than what it has under way. */
export function databaseOf(connection: Connection, tables: Tables): Database {
  const sessions = new Set<Session>()
  return {
    dialect: clickhouseDialect(tables),
    async connect() {
      const session = sessionOf(connection)
      sessions.add(session)
      return session
    },
    leave(session) {
      sessions.delete(session)
      session.interrupt()
    },
    close() {
      for (const session of sessions) session.interrupt()
      connection.close()
    },
  }
}
