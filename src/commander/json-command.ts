import type { z } from 'zod'
import type { OfPerson } from './house.ts'
import { malformed } from './refusal.ts'

/** How a command came: alone, or in a batch with others. */
export type JsonSetting = { readonly isBatch: boolean }

/** One of Commander's older commands, which are JSON: what it answers beside its success. */
export type JsonCommand = (
  asked: OfPerson,
  request: object,
  setting: JsonSetting,
) => Promise<object>

/**
 * Reads what a command asks.
 *
 * @throws `invalid` with the place that is wrong.
 */
export function readJson<Shape extends z.ZodType>(shape: Shape, request: object): z.output<Shape> {
  const parsed = shape.safeParse(request)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw malformed(
    `${issue?.path.join('.') ?? 'request'}: ${issue?.message ?? 'cannot be understood'}`,
  )
}
