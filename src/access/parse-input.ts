import type { z } from 'zod'
import { invalid } from '../kernel/errors.ts'

const place = (path: readonly PropertyKey[]) => (path.length > 0 ? `${path.join('.')}: ` : '')

/** Parses what came from outside; throws `invalid` with one sentence that names the place. Values are never repeated. */
export function parseInput<Input extends z.ZodType>(input: Input, raw: unknown): z.output<Input> {
  const parsed = input.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalid(issue ? `${place(issue.path)}${issue.message}` : 'the input cannot be understood')
}
