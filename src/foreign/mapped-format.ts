import { z } from 'zod'
import { type FlatEntry, firstOf, textAt } from './flat-entry.ts'
import type { ForeignFormat } from './foreign-format.ts'
import { knownFields } from './known-fields.ts'
import { reading } from './reading.ts'

const path = z.string().min(1).max(200)
const most = 20
const paths = z
  .union([path, z.array(path).min(1).max(most)])
  .transform((given) => (typeof given === 'string' ? [given] : given))
const values = z.array(z.string().max(200)).max(most).default([])

/**
 * How somebody's own log is read, as they write it in a file. Paths name a member (`actor.email`) or, of a table, a column in
 * lower case with `_` for blanks. Of several paths the first that has a value counts; only those of `event` are joined.
 */
export const mappingSchema = z.strictObject({
  event: paths,
  time: paths,
  outcome: z.strictObject({ from: path, denied: values, failure: values }).optional(),
  fields: z.partialRecord(z.enum(knownFields), paths).default({}),
  never: z.array(path).max(most).default([]),
  /** The member of a JSON object that holds the list of events. */
  list: path.optional(),
  /** What the names of the events begin with, after `other_`. */
  product: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,30}$/, 'must be a short word in lower case')
    .optional(),
  /** The log is Keeper's, in a form that we do not know: its event names stay. */
  keeper_names: z.boolean().default(false),
})

/** The name of the format that a mapping makes. */
export const mappedName = 'generic'

/** A format from a mapping. */
export function mappedFormat(mapping: z.output<typeof mappingSchema>): ForeignFormat {
  const { event, time, outcome, fields, never, list, product, keeper_names } = mapping
  const parts = keeper_names || !product ? [] : [product]
  const says = (entry: FlatEntry) => outcome && String(firstOf(entry, [outcome.from])?.[1] ?? '')
  return {
    name: mappedName,
    title: 'any other log, with a mapping',
    prefix: keeper_names ? 'keeperlog' : 'other',
    wrappers: list ? [list] : [],
    recognises: () => false,
    read: reading({
      time,
      name(entry) {
        const named = event.map((at) => textAt(entry, at)).filter(Boolean)
        return named.length === 0 ? '' : [...parts, ...named].join('_')
      },
      outcome(entry) {
        const said = says(entry)
        if (said === undefined) return 'success'
        if (outcome?.denied.includes(said)) return 'denied'
        return outcome?.failure.includes(said) ? 'failure' : 'success'
      },
      fields,
      never,
    }),
  }
}
