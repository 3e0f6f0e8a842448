import { conditionOf } from '../events/time-term.ts'
import type { SavedReport } from '../report-data.ts'

type Question = SavedReport['question']

const aggregates: Readonly<Record<string, string>> = {
  first_created: 'first',
  last_created: 'last',
}

/** What Commander calls a filter, and what a query calls it. */
const fields: Readonly<Record<string, string>> = {
  audit_event_type: 'event',
  username: 'user',
  to_username: 'to_username',
  record_uid: 'record',
  shared_folder_uid: 'folder',
  ip_address: 'address',
}

function filterTerms({ filter }: Question): readonly string[] {
  return Object.entries(filter ?? {}).flatMap(([name, value]) => {
    if (name === 'created') return typeof value === 'string' ? [`time:${value}`] : []
    const values = [value].flat().map(String)
    return values.length === 0 ? [] : [conditionsOf(fields[name] ?? name, values)]
  })
}

const conditionsOf = (field: string, values: readonly string[]) =>
  values
    .map((value, at) => conditionOf(field, value).slice(at === 0 ? 0 : field.length + 1))
    .join(',')

const whereTerms = ({ where }: Question) =>
  (where ?? []).map(
    ({ field, values, not }) => `${not ? '-' : ''}${conditionsOf(field, values.map(String))}`,
  )

/** A question that was asked with parts, as the one text that the console takes. */
export function askedAs(question: Question): string {
  const { q = '', report_type, columns = [], aggregate = [], limit } = question
  const show = aggregate.map((one) => aggregates[one] ?? one)
  return [
    q,
    ...whereTerms(question),
    ...filterTerms(question),
    ...(report_type === undefined ? [] : [`report:${report_type}`]),
    ...(columns.length === 0 ? [] : [`group:${columns.join(',')}`]),
    ...(show.length === 0 ? [] : [`show:${show.join(',')}`]),
    ...(limit === undefined ? [] : [`limit:${limit}`]),
  ]
    .filter(Boolean)
    .join(' ')
}
