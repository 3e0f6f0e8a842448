import type { z } from 'zod'
import type { eventsRead } from '../events/catalog/usage.ts'
import type { ReportFilter } from './query.ts'

type Told = z.input<(typeof eventsRead)['fields']>

/** What somebody asked: in which way, with which settings, about which events. */
export type Asked = {
  readonly what: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly filter?: ReportFilter
}

/** Filters whose values name people or addresses. */
const personal = new Set(['username', 'to_username', 'ip_address'])

function tellValue(name: string, value: unknown): string {
  if (personal.has(name) && Array.isArray(value)) return `(${value.length})`
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const isAsked = ([, value]: [string, unknown]) =>
  value !== undefined && !(Array.isArray(value) && value.length === 0)

/**
 * A question as it stands in the event that asking it leaves. Names and addresses are counted there, not written,
 * because that text cannot be erased; if it is about one person, that name is a field of its own.
 */
export function tellQuery({ what, settings = {}, filter = {} }: Asked): Told {
  const parts = Object.entries({ ...settings, ...filter })
    .filter(isAsked)
    .map(([name, value]) => `${name}=${tellValue(name, value)}`)
  const people = [...(filter.username ?? []), ...(filter.to_username ?? [])]
  return {
    query: [what, ...parts].join(' '),
    ...(people.length === 1 && { to_username: people[0] }),
  }
}
