import { z } from 'zod'
import type { ExportHouse } from './export-house.ts'

/** A setting as JSON Schema; `secret` says that nobody may read it again. */
type Property = {
  readonly title?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly secret?: true
}

/** JSON Schema knows no default of a value that is changed as it is read, such as an address. */
function withDefault(schema: z.ZodType, property: Property): Property {
  const { data } = schema.safeParse(undefined)
  return property.default !== undefined || data === undefined
    ? property
    : { ...property, default: data }
}

function schemaOf(settings: z.ZodObject) {
  const shape = settings.shape as Readonly<Record<string, z.ZodType>>
  const { properties = {}, ...schema } = z.toJSONSchema(settings, {
    io: 'input',
    unrepresentable: 'any',
  })
  const filled = Object.entries(properties).map(([name, property]) => [
    name,
    withDefault(shape[name] ?? z.never(), property as Property),
  ])
  return { ...schema, properties: Object.fromEntries(filled) as Readonly<Record<string, Property>> }
}

/** The kinds of targets, with their settings as JSON Schema: what forms, flags and the reference are made of. */
export const targetKinds = ({ types }: Pick<ExportHouse, 'types'>) =>
  [...types.values()].map(({ name, title, settings }) => ({
    kind: name,
    title,
    settings: schemaOf(settings),
  }))
