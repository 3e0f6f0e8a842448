import { createHash } from 'node:crypto'
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import type { LogEntry } from '../../store/store.ts'
import type { NewValue } from '../dictionary.ts'
import type { Batch } from '../engine.ts'
import type { Layout } from '../layout.ts'
import { factChunks } from './fact-chunk.ts'

/** What tells whether the log still has the entry that a projection ended with. */
export const tailOf = ({ body }: LogEntry): string =>
  createHash('sha256').update(body).digest('hex')

function writeValues(appender: DuckDBAppender, added: readonly NewValue[]): void {
  for (const { column, id, value } of added) {
    appender.appendInteger(column)
    appender.appendInteger(id)
    appender.appendVarchar(JSON.stringify(value))
    appender.endRow()
  }
}

/** Begins batches: rows of the facts, the values of the dictionary that are new, and how far they reach are a transaction. */
export async function batches(
  connection: DuckDBConnection,
  layout: Layout,
): Promise<() => Promise<Batch>> {
  const chunkOf = await factChunks(layout)
  return async () => {
    await connection.run('begin')
    const facts = await connection.createAppender('facts')
    const values = await connection.createAppender('dictionary')
    const close = () => {
      facts.closeSync()
      values.closeSync()
    }
    return {
      async append(rows) {
        facts.appendDataChunk(chunkOf(rows.facts, rows.columns))
        facts.flushSync()
        writeValues(values, rows.added)
      },
      async commit(last) {
        close()
        await connection.run(`update state set next = ${last.seq + 1}, tail = '${tailOf(last)}'`)
        await connection.run('commit')
      },
      async abandon() {
        close()
        await connection.run('rollback')
      },
    }
  }
}
