import { z } from 'zod'
import { Failure } from '../kernel/errors.ts'
import type { Complaint } from './complaint.ts'
import { type Fields, findField, unknownField } from './field.ts'
import { kindOf } from './kind.ts'

const maxValues = 1_000
const maxText = 512

/** A text in a query that is not empty and not endless. */
export const boundedText = z.string().min(1).max(maxText)

/**
 * Events whose field has any of the values; with `not`, events whose field has none of them. Values are text, written as the
 * field's kind has them: `app_client_*`, `10.0.0.0/8`, `>5`, `2026-11-01..2026-11-02`.
 */
export const condition = z
  .strictObject({
    field: boundedText,
    values: z.array(boundedText).min(1).max(maxValues).readonly(),
    not: z.literal(true).optional(),
  })
  .readonly()

export type Condition = z.output<typeof condition>

/** What is wrong with a value, or undefined. */
function trouble(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

/** What is wrong with conditions that have the right shape: a field that is none, or a value that its kind cannot read. */
export function conditionTrouble(
  where: readonly Condition[],
  { fields, zone }: { readonly fields: Fields; readonly zone: string },
): Complaint | undefined {
  const here = { zone, now: new Date(0) }
  for (const [at, { field: name, values }] of where.entries()) {
    const field = findField(fields, name)
    if (!field) return { path: ['where', at, 'field'], says: unknownField(fields, name) }
    for (const [index, value] of values.entries()) {
      const says = trouble(() => kindOf(field.kind).accept([value], here))
      if (says) return { path: ['where', at, 'values', index], says }
    }
  }
  return undefined
}
