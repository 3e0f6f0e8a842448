import type { addAlert, ShownAlert } from '../../../src/client/alerts.ts'
import { keeperLists } from '../../../src/query/keeper-lists.ts'
import { termsOf, withoutTerm } from '../events/time-term.ts'
import { zone } from '../time.ts'
import { conditionFor, type When } from './conditions.ts'

type Rule = ShownAlert['rule']

/** A rule as the API takes it. */
export type DraftRule = NonNullable<Parameters<typeof addAlert>[1]['rule']>

/** A rule while somebody writes it: every field as the text that stands in the form. */
export type Draft = {
  readonly name: string
  readonly description: string
  readonly filter: string
  readonly when: When
  readonly parameters: Readonly<Record<string, string>>
  readonly group_by: readonly string[]
  readonly severity: Rule['severity']
  readonly period: Rule['frequency']['period']
  readonly every: string
  readonly mode: Rule['mode']
  readonly send_to_originator: boolean
  readonly timezone: string
}

export const emptyDraft: Draft = {
  name: '',
  description: '',
  filter: '',
  when: 'every',
  parameters: {},
  group_by: [],
  severity: 'warning',
  period: 'event',
  every: '1',
  mode: 'live',
  send_to_originator: false,
  timezone: zone,
}

/** What the fields of a condition say at first. */
export const initialParameters = (when: When): Draft['parameters'] =>
  Object.fromEntries(
    (conditionFor(when)?.parameters ?? []).map(({ name, initial }) => [name, initial]),
  )

const quoted = (value: string) => (/[\s",]/.test(value) ? JSON.stringify(value) : value)

type List = keyof typeof keeperLists

const listNames = Object.keys(keeperLists) as readonly List[]

/** A filter as the one line that people write. */
function filterLine(filter: Rule['filter']): string {
  const listed = listNames
    .filter((name) => filter[name].length > 0)
    .map((name) => `${keeperLists[name]}:${filter[name].map(quoted).join(',')}`)
  return [...listed, filter.q].filter(Boolean).join(' ')
}

/** The line as Keeper's lists and the rest, so that other tools show the alert as they always did. */
function filterOf(line: string): NonNullable<DraftRule['filter']> {
  const terms = termsOf(line)
  const found: Partial<Record<List, string[]>> = {}
  let rest = line
  for (const list of listNames) {
    const same = terms.filter(({ name }) => name === keeperLists[list])
    const [only] = same
    if (!only || only.not || same.length > 1) continue
    const again = termsOf(rest).find(({ name }) => name === keeperLists[list])
    if (!again) continue
    found[list] = again.values.map(({ text }) => text)
    rest = withoutTerm(rest, again)
  }
  const none = { audit_event: [], user: [], record_uid: [], shared_folder_uid: [] }
  return { ...none, ...found, q: rest.trim() }
}

export const draftOf = (rule: Rule): Draft => {
  const { when, ...parameters } = rule.condition
  const { name, description, severity, mode, send_to_originator, timezone, group_by } = rule
  return {
    ...{ name, description, severity, mode, send_to_originator, timezone, group_by, when },
    filter: filterLine(rule.filter),
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([field, value]) => [field, String(value)]),
    ),
    period: rule.frequency.period,
    every: String(rule.frequency.count),
  }
}

function conditionOf({ when, parameters }: Draft): unknown {
  const given = (conditionFor(when)?.parameters ?? []).flatMap(({ name, kind }) => {
    const text = parameters[name]?.trim() ?? ''
    if (text === '') return []
    return [[name, kind === 'number' ? Number(text) : text] as const]
  })
  return { when, ...Object.fromEntries(given) }
}

/** The rule that a draft says. The server judges it. */
export function ruleOf(draft: Draft): DraftRule {
  const { name, description, severity, mode, send_to_originator, timezone } = draft
  return {
    ...{ name, description, severity, mode, send_to_originator, timezone },
    group_by: [...draft.group_by],
    filter: filterOf(draft.filter),
    condition: conditionOf(draft) as NonNullable<DraftRule['condition']>,
    frequency: { period: draft.period, count: Number(draft.every) },
  }
}
