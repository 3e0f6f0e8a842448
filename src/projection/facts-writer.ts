import { createHash } from 'node:crypto'
import type { DuckDBAppender } from '@duckdb/node-api'
import type { Scalar } from '../kernel/canonical-json.ts'
import type { LogEntry } from '../store/store.ts'
import type { Dictionary, NewValue } from './dictionary.ts'
import type { Session } from './duckdb.ts'
import { type Fact, factChunks } from './fact-chunk.ts'
import { factRow, type Layout } from './layout.ts'

/** What tells whether the log still has the entry that a projection ended with. */
export const tailOf = ({ body }: LogEntry): string =>
  createHash('sha256').update(body).digest('hex')

function parse(entries: readonly LogEntry[], layout: Layout): readonly Fact[] {
  return entries.map(({ seq, body }) => ({
    seq,
    ...factRow(JSON.parse(body) as Record<string, Scalar>, layout),
  }))
}

type Ids = readonly ReadonlyMap<Scalar, number>[]

/** Numbers of 32 bits for each column, 0 where a row does not have it; and the values that have no number yet. */
function numbers(facts: readonly Fact[], ids: Ids) {
  const columns = ids.map(() => new Int32Array(facts.length))
  const missing = ids.map(() => new Set<Scalar>())
  for (const [row, { values }] of facts.entries())
    for (const [column, value] of values) {
      const id = ids[column]?.get(value)
      const numbers = columns[column]
      if (id === undefined) missing[column]?.add(value)
      else if (numbers) numbers[row] = id
    }
  return { columns, missing }
}

/** Gives numbers to values that have none. */
async function intern(missing: readonly ReadonlySet<Scalar>[], dictionary: Dictionary) {
  const added: NewValue[] = []
  for (const [column, values] of missing.entries())
    if (values.size > 0) added.push(...(await dictionary.intern(column, values)))
  return added
}

function writeValues(appender: DuckDBAppender, added: readonly NewValue[]): void {
  for (const { column, id, value } of added) {
    appender.appendInteger(column)
    appender.appendInteger(id)
    appender.appendVarchar(JSON.stringify(value))
    appender.endRow()
  }
}

/** Entries as they lie in the projection: the numbers of each column, and values that have none yet. */
export async function layOut(
  entries: readonly LogEntry[],
  { layout, dictionary }: { readonly layout: Layout; readonly dictionary: Dictionary },
) {
  const facts = parse(entries, layout)
  const ids = await dictionary.ids()
  const { columns, missing } = numbers(facts, ids)
  if (missing.every(({ size }) => size === 0)) return { facts, columns, added: [] }
  const added = await intern(missing, dictionary)
  return { facts, columns: numbers(facts, ids).columns, added }
}

/** Writes rows of the facts, and the values of the dictionary that are new, in transactions. */
export async function factsWriter(session: Session, layout: Layout, dictionary: Dictionary) {
  const chunkOf = await factChunks(layout)
  return {
    async begin() {
      await session.run('begin')
      const facts = await session.createAppender('facts')
      const values = await session.createAppender('dictionary')
      return {
        /** Takes in a chunk of entries. */
        async append(entries: readonly LogEntry[]): Promise<void> {
          const laidOut = await layOut(entries, { layout, dictionary })
          facts.appendDataChunk(chunkOf(laidOut.facts, laidOut.columns))
          facts.flushSync()
          writeValues(values, laidOut.added)
        },
        /** The rows and how far they reach are on the disk together, or not at all. */
        async commit(last: LogEntry): Promise<void> {
          facts.closeSync()
          values.closeSync()
          await session.run(`update state set next = ${last.seq + 1}, tail = '${tailOf(last)}'`)
          await session.run('commit')
        },
        /** There was nothing to take in. */
        async abandon(): Promise<void> {
          facts.closeSync()
          values.closeSync()
          await session.run('rollback')
        },
      }
    },
  }
}
