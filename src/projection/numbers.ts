import { sequenceSpan } from '../query/sequence-span.ts'
import type { Asked } from './asked.ts'
import { conditionsOf } from './conditions.ts'
import type { Question } from './question.ts'
import { rowSource } from './row-source.ts'
import { where } from './sql-text.ts'
import { narrowest, nextWidth } from './window-width.ts'

const mostAtOnce = 65_536

/** A part of the log: from `low` to before `high`. */
type Part = { readonly low: number; readonly high: number }

type Order = 'ascending' | 'descending'

/** The part of what is left that is looked through next. */
const nextPart = ({ low, high }: Part, width: number, order: Order): Part =>
  order === 'ascending'
    ? { low, high: Math.min(high, low + width) }
    : { low: Math.max(low, high - width), high }

/** A part as far as it was read, to `last`; without one, to its end. */
function readTo(part: Part, order: Order, last: number | undefined): Part {
  if (last === undefined) return part
  return order === 'ascending' ? { ...part, high: last + 1 } : { ...part, low: last }
}

/** What is left when a part of it was read. */
const without = (rest: Part, { low, high }: Part, order: Order): Part =>
  order === 'ascending' ? { ...rest, low: high } : { ...rest, high: low }

/** The numbers of the events that a query asks for, in its order, as they are found: memory does not grow with the answer. */
export async function* numbersOf(
  { query, size, most }: Asked,
  question: Question,
): AsyncGenerator<readonly number[]> {
  const { order } = query
  const { first, before } = sequenceSpan(query)
  const choices = await conditionsOf(query, question)
  const direction = order === 'ascending' ? 'asc' : 'desc'
  let rest: Part = { low: Math.max(first, question.kept), high: Math.min(before, size) }
  let width = narrowest
  for (let left = most; rest.low < rest.high && left > 0; ) {
    const part = nextPart(rest, width, order)
    const limit = Math.min(left, mostAtOnce)
    const within = [[`seq >= ${part.low}`], [`seq < ${part.high}`], ...choices]
    const { from, conditions } = rowSource(within, question.dialect)
    const sql = `select seq from ${from} ${where(conditions)} order by seq ${direction} limit ${limit}`
    const found = (await question.session.rows(sql)).map(([seq]) => Number(seq))
    left -= found.length
    if (found.length > 0) yield found
    const read = readTo(part, order, found.length === limit ? found.at(-1) : undefined)
    rest = without(rest, read, order)
    const looked = { rows: read.high - read.low, found: found.length }
    width = nextWidth(looked, Math.min(left, mostAtOnce))
  }
}
