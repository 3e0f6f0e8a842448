import type { z } from 'zod'
import { invalid } from '../kernel/errors.ts'

const place = (path: readonly PropertyKey[]) => (path.length > 0 ? `${path.join('.')}: ` : '')

/** The sentences of a schema speak of what is expected; only this one would repeat what was sent. */
const sentence = ({ code, message }: z.core.$ZodIssue) =>
  code === 'unrecognized_keys' ? 'there is a member that does not belong here' : message

/** Parses what came from outside; throws `invalid` with one sentence that names the place. Nothing that was sent is repeated. */
export function parseInput<Input extends z.ZodType>(input: Input, raw: unknown): z.output<Input> {
  const parsed = input.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalid(issue ? `${place(issue.path)}${sentence(issue)}` : 'the input cannot be understood')
}
