import { createHash } from 'node:crypto'
import type { Scalar } from '../kernel/canonical-json.ts'
import { type Fields, findField, unknownField } from '../query/field.ts'
import { kindOf } from '../query/kind.ts'
import { inZone } from '../query/zone.ts'

/** An event as the log keeps it: what names people stands in it as commitments. */
export type Kept = Readonly<Record<string, Scalar | undefined>>

/** What groups have in common and what conditions count: a field of the event, or what its time says. */
export type Dimension = {
  readonly name: string
  /** Undefined when the event has none. */
  of(event: Kept): Scalar | undefined
}

const clock: Readonly<Record<string, (at: Temporal.ZonedDateTime) => number>> = {
  hour: ({ hour }) => hour,
  weekday: ({ dayOfWeek }) => dayOfWeek,
}

/** What is wrong with a name that is no dimension, or undefined. */
export function dimensionTrouble(name: string, fields: Fields): string | undefined {
  if (name in clock) return undefined
  const field = findField(fields, name)
  if (!field) return unknownField(fields, name)
  return kindOf(field.kind).groups ? undefined : `${field.name} is nothing to group by`
}

export function dimension(name: string, fields: Fields, zone: string): Dimension {
  const tell = clock[name]
  if (tell)
    return { name, of: (event) => tell(inZone(Date.parse(String(event['timestamp'])), zone)) }
  const { of = [] } = findField(fields, name) ?? {}
  return {
    name,
    of(event) {
      const found = of.find((one) => event[one] !== undefined)
      return found === undefined ? undefined : event[found]
    },
  }
}

const keyLength = 22

/** A short hash, which names nobody: 128 bits. */
export const hashed = (values: readonly (Scalar | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(values.map((value) => value ?? null)))
    .digest('base64url')
    .slice(0, keyLength)
