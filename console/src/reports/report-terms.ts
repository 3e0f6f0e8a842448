import type { Term } from '../../../src/query/text-terms.ts'
import { termsOf, withoutTerm } from '../events/time-term.ts'

/** A report as the one text that a query is: its conditions, and what is made of the events that fit. */
export type Built = {
  readonly conditions: string
  readonly type: string
  readonly group: readonly string[]
  readonly show: readonly string[]
  readonly limit: string
}

const settings = ['report', 'group', 'show', 'limit'] as const

const isSetting = ({ name }: Term) => (settings as readonly (string | undefined)[]).includes(name)

export function builtFrom(q: string): Built {
  const found = new Map(
    termsOf(q).map(({ name, values }) => [name, values.map(({ text }) => text)]),
  )
  let conditions = q
  for (let term = termsOf(conditions).find(isSetting); term; ) {
    conditions = withoutTerm(conditions, term)
    term = termsOf(conditions).find(isSetting)
  }
  return {
    conditions,
    type: found.get('report')?.[0] ?? 'raw',
    group: found.get('group') ?? [],
    show: found.get('show') ?? [],
    limit: found.get('limit')?.[0] ?? '',
  }
}

const listed = (name: string, values: readonly string[]) =>
  values.length === 0 ? [] : [`${name}:${values.join(',')}`]

export function textOf({ conditions, type, group, show, limit }: Built): string {
  const isRaw = type === 'raw'
  return [
    conditions,
    `report:${type}`,
    ...(isRaw ? [] : listed('group', group)),
    ...(isRaw ? [] : listed('show', show)),
    ...(limit === '' ? [] : [`limit:${limit}`]),
  ]
    .filter(Boolean)
    .join(' ')
}

export const reportTypes = [
  { value: 'raw', label: 'Events, one by one' },
  { value: 'span', label: 'Totals' },
  { value: 'hour', label: 'By hour' },
  { value: 'day', label: 'By day' },
  { value: 'week', label: 'By week' },
  { value: 'month', label: 'By month' },
]

export const isOverTime = (type: string): boolean => ['hour', 'day', 'week', 'month'].includes(type)
