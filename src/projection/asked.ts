import type { Query } from '../query/query.ts'
import { sequenceSpan } from '../query/sequence-span.ts'
import { conditionsOf } from './conditions.ts'
import { either } from './members.ts'
import type { Question } from './question.ts'

/** A query about the first `size` events of the log, for no more than `most` answers. */
export type Asked = { readonly query: Query; readonly size: number; readonly most: number }

/** The conditions of a query with its cursors. */
export async function conditionsWithin(
  { query, size }: Asked,
  question: Question,
): Promise<readonly string[]> {
  const { first, before } = sequenceSpan(query)
  const low = Math.max(first, question.kept)
  return [
    ...(low > 0 ? [`seq >= ${low}`] : []),
    `seq < ${Math.min(before, size)}`,
    ...(await conditionsOf(query, question)).map(either),
  ]
}
