import type { Condition } from '../query/condition.ts'
import type { Accepted } from '../query/kind.ts'
import { type Resolved, resolve, testOf } from '../query/matcher.ts'
import type { NumberRange } from '../query/number-range.ts'
import type { Pattern } from '../query/pattern.ts'
import type { Query } from '../query/query.ts'
import type { Span } from '../query/zone.ts'
import { isUuid, uuidFields } from './layout.ts'
import { type Choice, either, members, some } from './members.ts'
import type { Question } from './question.ts'
import { addressField, isPlaced, placeFields, visitPlaces } from './shown-values.ts'
import { columnName, everything, nothing } from './sql-text.ts'
import { hasWords } from './words.ts'

type Tested = Exclude<Accepted, { of: 'words' }>

const timeColumns: Readonly<Record<string, string>> = { timestamp: 'time', recorded_at: 'recorded' }
const uuidNames: ReadonlySet<string> = new Set(uuidFields)

/** The bounds that are there, all of them; without one, everything. */
const all = (bounds: readonly string[]) =>
  bounds.length > 0 ? `(${bounds.join(' and ')})` : everything

const inSpan = (column: string, { from, before }: Span) =>
  all([
    ...(from === -Infinity ? [] : [`${column} >= ${from}`]),
    ...(before === Infinity ? [] : [`${column} < ${before}`]),
  ])

const inRange = (column: string, { from, to, over, under }: NumberRange) =>
  all([
    ...(from === undefined ? [] : [`${column} >= ${from}`]),
    ...(to === undefined ? [] : [`${column} <= ${to}`]),
    ...(over === undefined ? [] : [`${column} > ${over}`]),
    ...(under === undefined ? [] : [`${column} < ${under}`]),
  ])

const likeText = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** A UUID that is what a pattern says, which is compared as it is. */
function isLike(column: string, pattern: Pattern, { dialect }: Question): string {
  const [only] = pattern
  if (pattern.length === 1)
    return only !== undefined && isUuid(only) ? `${column} = ${dialect.quoted(only)}` : nothing
  return dialect.isLike(dialect.text(column), pattern.map(likeText).join('%'))
}

const uuidTest = (field: string, accepted: Tested, question: Question): readonly string[] =>
  accepted.of === 'text'
    ? (accepted.patterns ?? []).map(
        (pattern) => `coalesce(${isLike(field, pattern, question)}, ${nothing})`,
      )
    : []

/** Rows whose own field has an accepted value, as its number. */
async function ownValue(field: string, accepted: Tested, question: Question): Promise<string> {
  const at = question.layout.columnOf.get(field)
  if (at === undefined) return nothing
  const visit = question.shown.of(field)
  return members(columnName(at), { visit, test: testOf(accepted) }, question)
}

/** Rows that have none of their own, and have an accepted value by the place of their address. */
async function placed(field: string, accepted: Tested, question: Question): Promise<string> {
  const own = question.layout.columnOf.get(field)
  const address = question.layout.columnOf.get(addressField)
  if (!placeFields[field] || own === undefined || address === undefined) return nothing
  const visit = visitPlaces(field, question)
  const test = testOf(accepted)
  const ids: number[] = []
  await visit((id, value) => {
    if (test(value)) ids.push(id)
  })
  if (ids.length === 0) return nothing
  return isPlaced(own, await question.session.isOneOf(columnName(address), ids))
}

async function fieldHas(field: string, accepted: Tested, question: Question): Promise<string> {
  const time = timeColumns[field]
  if (time && accepted.of === 'time')
    return either(accepted.spans.map((span) => inSpan(time, span)))
  if (field === 'seq' && accepted.of === 'number')
    return either(accepted.ranges.map((range) => inRange('seq', range)))
  return either([
    ...(uuidNames.has(field) ? uuidTest(field, accepted, question) : []),
    await ownValue(field, accepted, question),
    await placed(field, accepted, question),
  ])
}

async function accepts({ of, accepted }: Resolved, question: Question): Promise<Choice> {
  const found: string[] = []
  if (accepted.of === 'words')
    for (const phrase of accepted.phrases) found.push(await hasWords(phrase, question))
  else for (const field of of) found.push(await fieldHas(field, accepted, question))
  return some(found)
}

async function holds(condition: Condition, timezone: string, question: Question): Promise<Choice> {
  const { vocabulary, now } = question
  const resolved = resolve(condition, { fields: vocabulary.fields, timezone, now })
  const found = await accepts(resolved, question)
  return resolved.not ? [`not (${either(found)})`] : found
}

/** What rows must be to be what a query is about: one of each choice. Its cursors are not among them. */
export async function conditionsOf(
  { where, timezone }: Pick<Query, 'where' | 'timezone'>,
  question: Question,
): Promise<readonly Choice[]> {
  const conditions: Choice[] = []
  for (const condition of where) conditions.push(await holds(condition, timezone, question))
  return conditions
}
