import type { z } from 'zod'
import type { eventsRead } from '../events/catalog/usage.ts'
import type { Condition } from '../query/condition.ts'
import type { Fields } from '../query/field.ts'
import { kindOf } from '../query/kind.ts'
import { printQuery } from '../query/print-text.ts'
import type { Query } from '../query/query.ts'

type Told = z.input<(typeof eventsRead)['fields']>

const people = ['user', 'to']

/** The one person that a question is about, if there is one. */
function personOf(where: readonly Condition[]): string | undefined {
  const named = where.filter(({ field, not }) => people.includes(field) && !not)
  const [only, ...others] = named.flatMap(({ values }) => values)
  return others.length === 0 && !only?.includes('*') ? only : undefined
}

/**
 * A question as it stands in the event that asking it leaves. Names, addresses and free text are counted there, not written,
 * because that text cannot be erased; if it is about one person, that name is a field of its own.
 */
export function tellQuery(what: string, query: Query, fields: Fields): Told {
  const where = query.where.map(({ values, ...condition }): Condition => {
    const field = fields.get(condition.field)
    const isPersonal = field && kindOf(field.kind).personal
    return { ...condition, values: isPersonal ? [`(${values.length})`] : values }
  })
  const asked = printQuery({ ...query, where })
  const person = personOf(query.where)
  return {
    query: asked === '' ? what : `${what}: ${asked}`,
    ...(person !== undefined && { to_username: person }),
  }
}
