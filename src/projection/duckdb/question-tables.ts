import type { DuckDBConnection } from '@duckdb/node-api'
import type { Session } from '../engine.ts'
import { chunkRows } from './fact-chunk.ts'

/** Tables of numbers that last as long as a session: lists and maps that are too long to be written into a statement. */
export function questionTables(
  connection: DuckDBConnection,
): Pick<Session, 'isOneOf' | 'lookedUp'> {
  let made = 0

  async function table(rows: readonly (readonly number[])[]): Promise<string> {
    const { DuckDBDataChunk, INTEGER } = await import('@duckdb/node-api')
    const name = `t${made++}`
    await connection.run(`create temp table ${name} (a integer, b integer)`)
    const appender = await connection.createAppender(name)
    for (let at = 0; at < rows.length; at += chunkRows) {
      const some = rows.slice(at, at + chunkRows)
      const chunk = DuckDBDataChunk.create([INTEGER, INTEGER], some.length)
      for (const column of [0, 1]) {
        const numbers = some.map((row) => row[column] ?? 0)
        chunk.setColumnValues(column, numbers)
      }
      appender.appendDataChunk(chunk)
    }
    appender.closeSync()
    return name
  }

  return {
    async isOneOf(column, numbers) {
      const name = await table(numbers.map((number) => [number]))
      return `${column} in (select a from ${name})`
    },
    async lookedUp(column, pairs) {
      const name = await table(pairs)
      return {
        sql: `coalesce(${name}.b, 0)`,
        joins: [`left join ${name} on ${name}.a = ${column}`],
      }
    },
  }
}
