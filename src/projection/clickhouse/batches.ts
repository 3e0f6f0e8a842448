import type { LogEntry } from '../../store/store.ts'
import type { NewValue } from '../dictionary.ts'
import type { Batch, Fact, LaidOut, Stand } from '../engine.ts'
import { uuidFields } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './dialect.ts'
import {
  longColumn,
  type NativeColumn,
  numberColumn,
  textColumn,
  uuidColumn,
} from './native-block.ts'
import { targetsOf } from './tables.ts'

/** The numbers of all pages of a batch, a column after the other; those in which no row has anything are left out. */
function numberColumns(pages: readonly LaidOut[], rows: number): readonly NativeColumn[] {
  const count = pages[0]?.columns.length ?? 0
  return Array.from({ length: count }, (_, at) => at).flatMap((at) => {
    const numbers = new Int32Array(rows)
    let from = 0
    for (const { facts, columns } of pages) {
      numbers.set(columns[at] ?? [], from)
      from += facts.length
    }
    return numbers.some(Boolean) ? [numberColumn(columnName(at), 'UInt32', numbers)] : []
  })
}

function factColumns(pages: readonly LaidOut[], facts: readonly Fact[]): readonly NativeColumn[] {
  return [
    longColumn(
      'seq',
      facts.map(({ seq }) => seq),
    ),
    longColumn(
      'time',
      facts.map(({ time }) => time),
    ),
    longColumn(
      'recorded',
      facts.map(({ recorded }) => recorded),
    ),
    ...uuidFields.map((name, at) =>
      uuidColumn(
        name,
        facts.map(({ uuids }) => uuids[at]),
      ),
    ),
    ...numberColumns(pages, facts.length),
  ]
}

const valueColumns = (values: readonly NewValue[]): readonly NativeColumn[] => [
  numberColumn(
    'field',
    'Int32',
    Int32Array.from(values, ({ column }) => column),
  ),
  numberColumn(
    'id',
    'UInt32',
    Int32Array.from(values, ({ id }) => id),
  ),
  textColumn(
    'value',
    values.map(({ value }) => JSON.stringify(value)),
  ),
  longColumn(
    'seq',
    values.map(({ seq }) => seq),
  ),
]

type Filling = {
  readonly connection: Connection
  readonly tables: Tables
  /** Throws when this server may not write what it has laid out for columns that stood like this. */
  demandTurn(stand: Stand | undefined): Promise<void>
}

/**
 * Begins batches. First the values are written, then the rows: what is cut off between the two has values that no row needs yet,
 * and whoever goes on gives the same values the same numbers.
 */
export function batches({
  connection,
  tables,
  demandTurn,
}: Filling): (stand?: Stand) => Promise<Batch> {
  const into = targetsOf(tables, connection)
  return async (stand) => {
    const pages: LaidOut[] = []
    return {
      async append(rows) {
        pages.push(rows)
      },
      async commit(_last: LogEntry) {
        const facts = pages.flatMap((page) => page.facts)
        const added = pages.flatMap((page) => page.added)
        await demandTurn(stand)
        if (added.length > 0)
          await connection.insert(into.dictionary, added.length, valueColumns(added))
        await connection.insert(into.facts, facts.length, factColumns(pages, facts))
      },
      async abandon() {},
    }
  }
}
