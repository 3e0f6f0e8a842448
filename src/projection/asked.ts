import type { Query } from '../query/query.ts'
import { sequenceSpan } from '../query/sequence-span.ts'
import { conditionsOf } from './conditions.ts'
import type { Question } from './question.ts'
import { type RowSource, rowSource } from './row-source.ts'

/** A query about the first `size` events of the log, for no more than `most` answers. */
export type Asked = { readonly query: Query; readonly size: number; readonly most: number }

/** The rows that a query is about, within its cursors. */
export async function rowsOf({ query, size }: Asked, question: Question): Promise<RowSource> {
  const { first, before } = sequenceSpan(query)
  const low = Math.max(first, question.kept)
  const choices = [
    ...(low > 0 ? [[`seq >= ${low}`]] : []),
    [`seq < ${Math.min(before, size)}`],
    ...(await conditionsOf(query, question)),
  ]
  return rowSource(choices, question.dialect)
}
