import { z } from 'zod'
import { Failure } from '../kernel/errors.ts'
import { addressGroups } from './address.ts'
import { type Condition, boundedText as text } from './condition.ts'
import { exactly } from './pattern.ts'
import { timeSpan } from './time.ts'

/**
 * Commander's way to say which events: the `filter` of its report requests and the flags of `audit-report`. Here, and
 * nowhere else, it becomes conditions.
 */

const maxValues = 1_000

const values = (value: z.ZodString) => z.array(value).min(1).max(maxValues).readonly().optional()
const eventName = text.regex(
  /^[a-z][a-z0-9_]*$/,
  'must be the name of an event type, such as login',
)
const address = text.refine(
  (value) => addressGroups(value) !== undefined,
  'must be an IPv4 or IPv6 address',
)
const seconds = z.int().min(0).max(99_999_999_999)

const maxTimes = 100
const dateOnly = /^\d{4}-\d\d-\d\d$/

/** In a range Commander takes a day for its first second. */
const firstSecond = (time: string) => (dateOnly.test(time) ? `${time}T00:00:00` : time)

/** The values of a condition on `time` that mean what Commander means by this text. */
function createdValues(created: string): readonly string[] {
  const value = created.trim()
  const [, first, last] = /^between\s+(\S+)\s+and\s+(\S+)$/i.exec(value) ?? []
  if (first !== undefined && last !== undefined)
    return [`${firstSecond(first)}..${firstSecond(last)}`]
  const list = /^in\s*\((.*)\)$/i.exec(value)
  if (list) return (list[1] ?? '').split(',').map((one) => one.trim())
  const [, operator = '', time = ''] = /^(>=|<=|>|<|=)?\s*(.*)$/s.exec(value) ?? []
  return [operator === '' || operator === '=' ? time : `${operator}${firstSecond(time)}`]
}

/** When, as a preset, an operator or a range. */
const createdText = z
  .string()
  .max(4_096)
  .superRefine((created, issues) => {
    const times = createdValues(created)
    if (times.length > maxTimes) issues.addIssue(`in (…) takes at most ${maxTimes} times`)
    try {
      for (const time of times) timeSpan(time, { zone: 'UTC', now: new Date(0) })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      issues.addIssue(error.message)
    }
  })

const createdRange = z
  .strictObject({
    min: seconds.optional(),
    max: seconds.optional(),
    exclude_min: z.boolean().optional(),
    exclude_max: z.boolean().optional(),
  })
  .refine(({ min = 0, max = Infinity }) => min <= max, 'must not end before it begins')
  .readonly()

/** The filters that are lists: any of the values. */
const lists = {
  audit_event_type: values(eventName),
  username: values(text),
  to_username: values(text),
  record_uid: values(text),
  shared_folder_uid: values(text),
  app_uid: values(text),
  device: values(text).describe('device names or UIDs'),
  secret_uid: values(text),
  ip_address: values(address),
}

export const commanderFilter = z
  .strictObject({
    created: z.union([createdText, createdRange]).optional(),
    ...lists,
    seq: z
      .strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
      .readonly()
      .optional(),
  })
  .readonly()

export type CommanderFilter = z.output<typeof commanderFilter>

type Lists = Readonly<Record<string, readonly string[] | undefined>>

const fieldOf: Readonly<Record<string, string>> = {
  audit_event_type: 'event',
  username: 'user',
  to_username: 'to',
  record_uid: 'record',
  shared_folder_uid: 'folder',
  app_uid: 'app',
  device: 'device',
  secret_uid: 'secret',
  ip_address: 'address',
}

const bound = (field: string, operator: string, value: number | undefined): Condition[] =>
  value === undefined ? [] : [{ field, values: [`${operator}${value}`] }]

function createdConditions(created: CommanderFilter['created']): readonly Condition[] {
  if (created === undefined) return []
  if (typeof created === 'string') return [{ field: 'time', values: createdValues(created) }]
  const { min, max, exclude_min, exclude_max } = created
  return [
    ...bound('time', exclude_min ? '>' : '>=', min),
    ...bound('time', exclude_max ? '<' : '<=', max),
  ]
}

/** A record and a folder together mean "the record or the folder", as in Commander. */
function withItem({ record_uid, shared_folder_uid, ...others }: Lists): Lists {
  if (!record_uid || !shared_folder_uid) return { record_uid, shared_folder_uid, ...others }
  return { item: [...record_uid, ...shared_folder_uid], ...others }
}

/** The conditions that a filter means. Its values are taken as they are: a star in one is a star. */
export function commanderConditions({
  created,
  seq,
  ...filter
}: CommanderFilter): readonly Condition[] {
  const lists = Object.entries(withItem(filter)).flatMap(([name, list]) =>
    list ? [{ field: fieldOf[name] ?? name, values: list.map(exactly) }] : [],
  )
  return [
    ...createdConditions(created),
    ...lists,
    ...bound('seq', '>=', seq?.min),
    ...bound('seq', '<=', seq?.max),
  ]
}
