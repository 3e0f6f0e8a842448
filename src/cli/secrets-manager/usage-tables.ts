import type { ReportRow } from '../../print/report/look.ts'

/** The tables of `sm usage`, as Commander counts them: a call is an event that a device read secrets. */

/** How often a device of an application of an owner read secrets. */
export type Call = {
  readonly app_uid: string
  readonly device_name: string
  readonly username: string
  readonly count: number
}

type Value = string | number

/** A column by its name in JSON, and its title for people. */
export type UsageColumn = { readonly name: string; readonly title: string }

export type UsageTable = {
  readonly columns: readonly UsageColumn[]
  readonly rows: readonly (readonly Value[])[]
}

export type UsageView = 'owners' | 'devices' | 'owners in full' | 'devices in full' | 'summary'

export type UsageOrder = 'count' | 'name'

export const callOf = (row: ReportRow): Call => ({
  app_uid: String(row['app_uid'] ?? ''),
  device_name: String(row['device_name'] ?? ''),
  username: String(row['username'] ?? ''),
  count: Number(row['occurrences']),
})

const known = {
  owner: { name: 'username', title: 'Application Owner' },
  email: { name: 'username', title: 'Email' },
  device: { name: 'device_name', title: 'Device' },
  application: { name: 'app_uid', title: 'Application UID' },
  count: { name: 'count', title: 'Count' },
  usage: { name: 'count', title: 'API Usage per Month' },
} as const satisfies Readonly<Record<string, UsageColumn>>

/** What a view has a row for each of, and its columns. */
const views: Readonly<Record<Exclude<UsageView, 'summary'>, readonly UsageColumn[]>> = {
  owners: [known.owner, known.count],
  devices: [known.device, known.count],
  'owners in full': [known.email, known.device, known.usage],
  'devices in full': [known.device, known.application, known.email, known.usage],
}

const compare = (a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0)

/** The most calls first, or by name; what is equal by the other. */
function sorted(rows: readonly (readonly Value[])[], order: UsageOrder) {
  const last = (row: readonly Value[]) => Number(row.at(-1))
  const byName = (a: readonly Value[], b: readonly Value[]) =>
    a.map((value, at) => compare(value, b[at] ?? '')).find((found) => found !== 0) ?? 0
  return rows.toSorted((a, b) =>
    order === 'name' ? byName(a, b) : last(b) - last(a) || byName(a, b),
  )
}

function summary(calls: readonly Call[]): UsageTable {
  const distinct = (name: keyof Call) => new Set(calls.map((call) => call[name])).size
  const total = calls.reduce((sum, { count }) => sum + count, 0)
  const owners = distinct('username')
  const average = owners === 0 ? 0 : Math.round((100 * total) / owners) / 100
  return {
    columns: [
      { name: 'metric', title: 'Metric' },
      { name: 'value', title: 'Value' },
    ],
    rows: [
      ['Total API Usage This Cycle', total],
      ['Applications', distinct('app_uid')],
      ['Devices', distinct('device_name')],
      ['Average API Calls Per User', average],
    ],
  }
}

export function usageTable(calls: readonly Call[], view: UsageView, order: UsageOrder): UsageTable {
  if (view === 'summary') return summary(calls)
  const columns = views[view]
  const keys = columns.slice(0, -1).map(({ name }) => name as keyof Call)
  const counts = new Map<string, readonly Value[]>()
  for (const call of calls) {
    const names = keys.map((key) => call[key])
    const key = JSON.stringify(names)
    counts.set(key, [...names, Number(counts.get(key)?.at(-1) ?? 0) + call.count])
  }
  return { columns, rows: sorted([...counts.values()], order) }
}

/** How often each type of event happened, or how often in each hour or day. */
export function timelineTable(
  counted: readonly { readonly when: string; readonly event: string; readonly count: number }[],
  order: UsageOrder,
): UsageTable {
  const total = counted.reduce((sum, { count }) => sum + count, 0)
  const events = new Map<string, number>()
  for (const { event, count } of counted) events.set(event, (events.get(event) ?? 0) + count)
  const share = (count: number) => `${((100 * count) / total).toFixed(1)}%`
  const rows = sorted([...events], order).map(([event = '', count = 0]) => [
    ...[event, count, share(Number(count))],
  ])
  return {
    columns: [
      { name: 'audit_event', title: 'Event' },
      { name: 'count', title: 'Count' },
      { name: 'share', title: '% of Total' },
    ],
    rows,
  }
}
