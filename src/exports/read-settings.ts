import type { z } from 'zod'

type Values = Readonly<Record<string, unknown>>

export type ReadSettings = { readonly settings: Values } | { readonly trouble: string }

const titleOf = (schema: z.ZodObject, name: string): string => {
  const { title = name } = (schema.shape[name]?.meta?.() ?? {}) as { title?: string }
  return title
}

function troubleOf(schema: z.ZodObject, issue: z.core.$ZodIssue | undefined, given: unknown) {
  if (issue?.code === 'unrecognized_keys')
    return `there is no setting ${issue.keys.join(', ')}: there are ${Object.keys(schema.shape).join(', ')}`
  const name = String(issue?.path[0] ?? '')
  const isMissing = (given as Values | undefined)?.[name] === undefined
  return isMissing
    ? `${name} is missing: ${titleOf(schema, name)}`
    : `${name}: ${issue?.message ?? 'cannot be used'}`
}

/** The settings of a target, or what is wrong with them, in a sentence for whoever gave them. */
export function readTargetSettings(schema: z.ZodObject, given: unknown): ReadSettings {
  const read = schema.safeParse(given)
  return read.success
    ? { settings: read.data }
    : { trouble: troubleOf(schema, read.error.issues[0], given) }
}
