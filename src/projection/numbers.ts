import { sequenceSpan } from '../query/sequence-span.ts'
import type { Asked } from './asked.ts'
import { conditionsOf } from './conditions.ts'
import type { Question } from './question.ts'
import { where } from './sql-text.ts'

/** The first window of the log that is looked through, and the widest. Most questions find enough in the first. */
const firstWindow = 131_072
const widestWindow = 16_777_216
const mostAtOnce = 65_536

/** The part of the log that is still to be looked through. */
type Rest = { readonly low: number; readonly high: number; readonly width: number }

type Order = 'ascending' | 'descending'

const windowOf = ({ low, high, width }: Rest, order: Order): readonly [number, number] =>
  order === 'ascending' ? [low, Math.min(high, low + width)] : [Math.max(low, high - width), high]

/** What is left after a window in which `last` was the last that was read, or which was read to its end. */
function after(rest: Rest, order: Order, last: number | undefined): Rest {
  const [from, before] = windowOf(rest, order)
  const width = last === undefined ? Math.min(widestWindow, rest.width * 4) : rest.width
  return order === 'ascending'
    ? { ...rest, low: last === undefined ? before : last + 1, width }
    : { ...rest, high: last ?? from, width }
}

/** The numbers of the events that a query asks for, in its order, as they are found: memory does not grow with the answer. */
export async function* numbersOf(
  { query, size, most }: Asked,
  question: Question,
): AsyncGenerator<readonly number[]> {
  const { first, before } = sequenceSpan(query)
  const conditions = await conditionsOf(query, question)
  const direction = query.order === 'ascending' ? 'asc' : 'desc'
  let rest: Rest = {
    low: Math.max(first, question.kept),
    high: Math.min(before, size),
    width: firstWindow,
  }
  for (let left = most; rest.low < rest.high && left > 0; ) {
    const [from, end] = windowOf(rest, query.order)
    const limit = Math.min(left, mostAtOnce)
    const within = where([`seq >= ${from}`, `seq < ${end}`, ...conditions])
    const sql = `select seq from ${question.dialect.facts} ${within} order by seq ${direction} limit ${limit}`
    const found = (await question.session.rows(sql)).map(([seq]) => Number(seq))
    left -= found.length
    if (found.length > 0) yield found
    rest = after(rest, query.order, found.length === limit ? found.at(-1) : undefined)
  }
}
