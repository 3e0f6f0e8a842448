import { z } from 'zod'
import { type Declared, queryFields } from '../query/field.ts'
import type { KindName } from '../query/kind.ts'
import type { Vocabulary } from '../query/matcher.ts'
import { knownNames } from './catalog.ts'
import { personalFields } from './field.ts'
import { importedMarks } from './imported.ts'
import type { Catalog } from './shown-event.ts'

const isAddress = /(_address|_ip)$/

/** How the values of a declared field are compared. */
function kindOfField(name: string, schema: z.core.$ZodType): KindName {
  if (personalFields.has(name)) return isAddress.test(name) ? 'address' : 'person'
  if (schema instanceof z.ZodOptional) return kindOfField(name, schema.unwrap())
  if (schema instanceof z.ZodNumber) return 'number'
  if (schema instanceof z.ZodBoolean) return 'flag'
  return name.endsWith('_uid') ? 'uid' : 'text'
}

/** The declared fields of all types, and the marks of imported events. One that types declare differently is text. */
function declaredFields(catalog: Catalog): readonly Declared[] {
  const kinds = new Map<string, KindName>()
  const shapes = [importedMarks, ...[...catalog.values()].map(({ fields }) => fields)]
  for (const { shape } of shapes)
    for (const [name, schema] of Object.entries(shape)) {
      const kind = kindOfField(name, schema)
      const known = kinds.get(name)
      kinds.set(name, known === undefined || known === kind ? kind : 'text')
    }
  return [...kinds].map(([name, kind]) => ({ name, kind }))
}

const knownTitles = new Map(knownNames.map((known) => [known.name, known]))

/** What queries speak of: the fields that the catalogue's types declare, and what their events say. */
export const vocabularyOf = (catalog: Catalog): Vocabulary => ({
  fields: queryFields(declaredFields(catalog)),
  describe: (eventName) => catalog.get(eventName) ?? knownTitles.get(eventName),
})
