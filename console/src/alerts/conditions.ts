import type { ShownAlert } from '../../../src/client/alerts.ts'

/** When a rule comes true: how it is called, and what each asks for. */

type Parameter = {
  readonly name: string
  readonly label: string
  readonly kind: 'number' | 'duration' | 'field' | 'event'
  /** What stands there at first; empty where it may stay empty. */
  readonly initial: string
  readonly isOptional?: true
}

const within: Parameter = { name: 'within', label: 'Within', kind: 'duration', initial: '10m' }
const many: Parameter = { name: 'at_least', label: 'At least', kind: 'number', initial: '10' }
const of: Parameter = { name: 'of', label: 'Values of', kind: 'field', initial: 'address' }
const settled: Parameter = {
  name: 'settled',
  label: 'Known for',
  kind: 'duration',
  initial: '',
  isOptional: true,
}

export type When = ShownAlert['rule']['condition']['when']

export const conditions: readonly {
  readonly when: When
  readonly label: string
  readonly about: string
  readonly parameters: readonly Parameter[]
}[] = [
  { when: 'every', label: 'Every event', about: 'Each event that fits.', parameters: [] },
  {
    when: 'count',
    label: 'So many events',
    about: 'So many events that fit, within a time.',
    parameters: [many, within],
  },
  {
    when: 'distinct',
    label: 'So many different values',
    about: 'So many different values of a field, within a time.',
    parameters: [of, many, within],
  },
  {
    when: 'first',
    label: 'Something new',
    about: 'A value that the group never had before. It learns from the last 90 days.',
    parameters: [of, settled],
  },
  {
    when: 'most',
    label: 'More than ever',
    about: 'More different values of a field than there ever were, within a time.',
    parameters: [of, { ...within, initial: '1d' }, { ...settled, initial: '7d' }],
  },
  {
    when: 'silence',
    label: 'Silence',
    about: 'Nothing that fits comes for so long: or for so many times the group’s own rhythm.',
    parameters: [
      { name: 'after', label: 'After', kind: 'duration', initial: '1h' },
      { name: 'times', label: 'Times its rhythm', kind: 'number', initial: '', isOptional: true },
      { name: 'until', label: 'Ends with', kind: 'event', initial: '', isOptional: true },
    ],
  },
  {
    when: 'spike',
    label: 'A spike',
    about: 'Far more events than the group usually has, within a time.',
    parameters: [
      { name: 'times', label: 'Times the usual', kind: 'number', initial: '10' },
      { ...many, initial: '50' },
      { ...within, initial: '1h' },
    ],
  },
]

export const conditionFor = (when: When) => conditions.find((one) => one.when === when)

const units: Readonly<Record<string, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
}

/** `10m` as people say it. */
function inWords(duration: string): string {
  const [, count = '', unit = ''] = /^(\d+)([smhdw])$/.exec(duration) ?? []
  const word = units[unit]
  return word ? `${count} ${word}${count === '1' ? '' : 's'}` : duration
}

/** When a rule comes true, as half a sentence. */
export function conditionText(condition: ShownAlert['rule']['condition']): string {
  switch (condition.when) {
    case 'every':
      return 'every such event'
    case 'count':
      return `${condition.at_least} such events within ${inWords(condition.within)}`
    case 'distinct':
      return `${condition.at_least} different values of ${condition.of} within ${inWords(condition.within)}`
    case 'first':
      return `a value of ${condition.of} that was never seen before`
    case 'most':
      return `more values of ${condition.of} within ${inWords(condition.within)} than ever`
    case 'silence':
      return `nothing for ${inWords(condition.after)}`
    case 'spike':
      return `${condition.times} times the usual within ${inWords(condition.within)}`
  }
}
