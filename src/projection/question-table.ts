import type { Session } from './duckdb.ts'
import { chunkRows } from './fact-chunk.ts'

/** Tables of numbers that last as long as a session: lists and maps that are too long to be written into a statement. */
export function questionTables(session: Session) {
  let made = 0
  return async (rows: readonly (readonly number[])[]): Promise<string> => {
    const { DuckDBDataChunk, INTEGER } = await import('@duckdb/node-api')
    const name = `t${made++}`
    await session.run(`create temp table ${name} (a integer, b integer)`)
    const appender = await session.createAppender(name)
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
}
