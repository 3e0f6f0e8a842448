import { createHash } from 'node:crypto'
import { canonicalAddress } from '../access/client-address.ts'
import type { Happening } from '../events/event-type.ts'
import { personalFields } from '../events/field.ts'
import {
  type ImportedPrefix,
  imported,
  importedName,
  importedPrefixes,
} from '../events/imported.ts'
import type { ForeignEvent } from '../foreign/foreign-format.ts'
import type { KnownField } from '../foreign/known-fields.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import { withoutNames } from './without-names.ts'

/** Members of an entry that are kept though we have no field for them. */
const mostRest = 40
const longestName = 64

/** Where an entry comes from. */
export type Origin = {
  /** The format, and the name of the installation if there are several: `cloudtrail/prod`. */
  readonly from: string
  readonly prefix: string
  readonly batch: string
  /** The entry as it stands in its file. */
  readonly text: string
}

type Fields = Partial<Record<KnownField, Scalar>>

const isPrefix = (text: string): text is ImportedPrefix =>
  (importedPrefixes as readonly string[]).includes(text)

/** Keeper puts the address of somebody invited into `value`. */
const isMail = (value: Scalar | undefined): value is string =>
  typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value)

/** Everything under the field where it belongs. A host name in the place of an address is none (`x_source` has it). */
function settle({ remote_address, value, ...others }: Fields): Fields {
  const address = canonicalAddress(String(remote_address ?? ''))
  const moved = isMail(value) && others.email === undefined
  return {
    ...others,
    ...(address !== undefined && { remote_address: address }),
    ...(moved ? { email: value } : value !== undefined && { value }),
  }
}

const isPersonal = ([name]: readonly [string, unknown]) => personalFields.has(name)

/** Identifiers of Keeper may be numbers, and stay texts here. */
const asText = ([name, value]: readonly [string, Scalar]) =>
  [name, typeof value === 'number' ? String(value) : value] as const

/** `userIdentity.userName` → `x_user_identity_user_name`: no field of ours begins like that. */
const restName = (path: string) =>
  `x_${path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()}`.slice(0, longestName)

function restOf({ rest, leftOut, fields }: ForeignEvent): Record<string, Scalar> {
  const kept: Record<string, Scalar> = {}
  const host = fields.remote_address
  if (host !== undefined && canonicalAddress(String(host)) === undefined) kept['x_source'] = host
  for (const [path, value] of [...rest].slice(0, mostRest)) kept[restName(path)] = value
  const missing = leftOut + Math.max(0, rest.size - mostRest)
  return missing > 0 ? { ...kept, x_left_out: missing } : kept
}

/**
 * An entry of another log as something to record. It has the marks of an import whatever it says, its own time, and no field
 * but those that we know and those that begin with `x_`; names and addresses stand only where they can be erased.
 */
export function importedEntry(event: ForeignEvent, origin: Origin): Happening {
  if (!isPrefix(origin.prefix)) throw new Error(`no imported name begins with ${origin.prefix}`)
  const known = Object.entries(settle(event.fields)).map(asText)
  const people = new Map(known.filter(isPersonal).map(([name, value]) => [name, String(value)]))
  const plain = [...known.filter((entry) => !isPersonal(entry)), ...Object.entries(restOf(event))]
  const cleanText = (text: string) => withoutNames(text, people)
  const clean = (value: Scalar) => (typeof value === 'string' ? cleanText(value) : value)
  const { client_version, ...fields } = Object.fromEntries(
    plain.map(([name, value]) => [name, clean(value)]),
  )
  const { username, remote_address, ...others } = Object.fromEntries(people)
  return imported({
    name: importedName(origin.prefix, event.name),
    outcome: event.outcome,
    elsewhere: {
      at: event.at,
      ...(username !== undefined && { username }),
      ...(remote_address !== undefined && { remote_address }),
      ...(client_version !== undefined && { client_version: String(client_version) }),
    },
    fields: {
      ...fields,
      ...others,
      imported_from: origin.from,
      import_uid: origin.batch,
      line_sha256: createHash('sha256').update(origin.text).digest('hex'),
      original_event: cleanText(event.name),
    },
  })
}
