import { z } from 'zod'
import type { Condition } from '../../query/condition.ts'
import { exactly } from '../../query/pattern.ts'
import type { QueryInput } from '../../query/query.ts'
import { zoneOf } from './zone-of.ts'

const oneOrMany = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one] as z.output<Item>[])]).optional()

const texts = oneOrMany(z.string())
const seconds = z.number()

/** What Commander filters by. Lists may be one value, and event types names or numbers. */
const filterShape = z.looseObject({
  created: z
    .union([
      z.string(),
      seconds,
      z.array(seconds),
      z.object({
        min: seconds.nullish(),
        max: seconds.nullish(),
        exclude_min: z.boolean().nullish(),
        exclude_max: z.boolean().nullish(),
      }),
    ])
    .optional(),
  audit_event_type: oneOrMany(z.union([z.string(), z.number()])),
  username: texts,
  to_username: texts,
  record_uid: texts,
  shared_folder_uid: texts,
  app_uid: texts,
  device_name: texts,
  secret_uid: texts,
  ip_address: texts,
  keeper_version: oneOrMany(z.number()),
  parent_id: oneOrMany(z.number()),
})

/** A report as Commander asks for it. */
export const reportShape = z.looseObject({
  report_type: z.string().optional(),
  columns: z.array(z.string()).nullish(),
  aggregate: z.array(z.string()).nullish(),
  timezone: z.union([z.string(), z.number()]).nullish(),
  limit: z.number().nullish(),
  order: z.enum(['ascending', 'descending']).nullish(),
  filter: filterShape.nullish(),
})

export type ReportAsked = z.output<typeof reportShape>
type Filter = z.output<typeof filterShape>

/** What the numbers of a request stand for. */
export type Numbers = {
  readonly events: ReadonlyMap<number, string>
  readonly versions: ReadonlyMap<number, string>
  readonly alerts: ReadonlyMap<number, string>
}

const whole = Math.trunc

function createdOf(created: Filter['created']): object {
  if (created === undefined) return {}
  if (typeof created === 'string') return { created }
  if (typeof created === 'number') return { created: { min: whole(created), max: whole(created) } }
  if (Array.isArray(created)) return { created: `in (${created.map(whole).join(', ')})` }
  const { min, max, exclude_min, exclude_max } = created
  return {
    created: {
      ...(typeof min === 'number' && { min: whole(min) }),
      ...(typeof max === 'number' && { max: whole(max) }),
      ...(exclude_min && { exclude_min }),
      ...(exclude_max && { exclude_max }),
    },
  }
}

/** A number that nobody knows is a type that no event has. */
const eventNameOf = (sent: string | number, { events }: Numbers) =>
  typeof sent === 'string' ? sent.trim().toLowerCase() : (events.get(sent) ?? `unknown_${sent}`)

const lists = [
  'username',
  'to_username',
  'record_uid',
  'shared_folder_uid',
  'app_uid',
  'secret_uid',
  'ip_address',
] as const

function filterOf(filter: Filter, numbers: Numbers): NonNullable<QueryInput['filter']> {
  const { created, audit_event_type: types } = filter
  const named = lists.flatMap((name) => (filter[name] ? [[name, filter[name]]] : []))
  return {
    ...createdOf(created),
    ...(types && { audit_event_type: types.map((one) => eventNameOf(one, numbers)) }),
    ...Object.fromEntries(named),
  }
}

function whereOf(
  { keeper_version, device_name, parent_id }: Filter,
  { versions, alerts }: Numbers,
): Condition[] {
  const uids = parent_id?.map((id) => alerts.get(id) ?? `unknown ${id}`)
  const clients = keeper_version?.map((id) => versions.get(id) ?? `unknown ${id}`)
  return [
    ...(clients ? [{ field: 'client', values: clients.map(exactly) }] : []),
    ...(uids ? [{ field: 'alert_uid', values: uids.map(exactly) }] : []),
    ...(device_name ? [{ field: 'device_name', values: device_name.map(exactly) }] : []),
  ]
}

/** Whether a filter names nothing where it wants one of: no event is that. */
export const asksForNothing = ({ filter }: ReportAsked): boolean =>
  Object.values(filter ?? {}).some((value) => Array.isArray(value) && value.length === 0)

/** Commander shows how often even where it has not asked for it. */
const withOccurrences = (aggregate: readonly string[]) => [
  ...new Set([...aggregate, 'occurrences']),
]

/** The question that a request of Commander is. What is wrong with it, the query model says. */
export function queryOf(asked: ReportAsked, numbers: Numbers): QueryInput {
  const { report_type = 'raw', columns, aggregate, timezone, limit, order, filter } = asked
  const question = {
    report_type,
    ...(report_type !== 'raw' && columns && { columns: [...new Set(columns)] }),
    ...(report_type !== 'raw' && aggregate && { aggregate: withOccurrences(aggregate) }),
    timezone: zoneOf(timezone),
    ...(typeof limit === 'number' && { limit }),
    ...(order && { order }),
    ...(filter && { filter: filterOf(filter, numbers), where: whereOf(filter, numbers) }),
  }
  return question as QueryInput
}
