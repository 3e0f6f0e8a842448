import { z } from 'zod'
import type { Scalar } from '../kernel/canonical-json.ts'
import { knownNames } from './catalog.ts'
import type { Circumstances } from './circumstances.ts'
import type { EventType, Happening, Outcome, Severity } from './event-type.ts'
import { flag, text, uid } from './field.ts'

/**
 * Events of other logs in ours. What marks one is `imported_from`, which no type of the catalogue may declare: an event
 * that has it was told by somebody else, whatever it is called, and everything that counts our own deeds leaves it out.
 */

/** The class of every imported event but those that Keeper's catalogue knows. */
export const importedCategory = 'imported'

/** Names of imported events begin with one of these; those of the catalogue never do. */
export const importedPrefixes = [
  'keeperlog',
  'hashivault',
  'openbao',
  'aws',
  'infisical',
  'bitwarden',
  'other',
] as const

export type ImportedPrefix = (typeof importedPrefixes)[number]

const known = new Map(knownNames.map((type) => [type.name, type]))
const longestName = 100

/** `GetSecretValue` → `get_secret_value`. */
const snakeCase = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase()

/**
 * What an event of another log is called here. A Keeper log's names stay if they are among the 316; everything else gets
 * the prefix of its product, so that it cannot have the name of an event of ours.
 */
export function importedName(prefix: ImportedPrefix, original: string): string {
  if (prefix === 'keeperlog' && known.has(original)) return original
  return `${prefix}_${snakeCase(original) || 'event'}`.slice(0, longestName)
}

const severityOf: Readonly<Record<Outcome, Severity>> = {
  success: 'info',
  failure: 'notice',
  denied: 'warning',
}

/** What every imported event carries. Its other fields are those that its own log gave it. */
export const importedMarks = z.object({
  imported_from: text,
  import_uid: uid,
  line_sha256: text,
  original_event: text,
})

const openFields = importedMarks.catchall(z.union([text, z.number(), flag]))

export type Imported = {
  /** From `importedName`. */
  readonly name: string
  readonly outcome: Outcome
  readonly elsewhere: Circumstances
  readonly fields: z.input<typeof openFields>
}

/** Something that another log tells, for `record`. */
export function imported({ name, outcome, elsewhere, fields }: Imported): Happening {
  const type: EventType = {
    name,
    title: known.get(name)?.title ?? name,
    category: known.get(name)?.category ?? importedCategory,
    severity: severityOf[outcome],
    outcome,
    fields: openFields,
    message: '',
  }
  return { type, fields, elsewhere }
}

/** Whether another log told this. */
export const isImported = (event: Readonly<Record<string, unknown>>): boolean =>
  event['imported_from'] !== undefined

/** The sentence of an imported event: whose word it is comes first, so that it reads like none of ours. */
export function importedSentence(event: Readonly<Record<string, Scalar>>): string {
  const { audit_event, imported_from, original_event, outcome, username } = event
  const title = known.get(String(audit_event))?.title ?? original_event
  const who = username === undefined ? '' : ` by ${username}`
  return `Imported from ${imported_from}: ${title}${who} (${outcome})`
}
