import type { KindName } from './kind.ts'
import { nearest } from './nearest.ts'
import { settingNames } from './setting.ts'

/** Something that a query can ask for. */
export type Field = {
  readonly name: string
  readonly kind: KindName
  /** The fields of an event that it looks into: any of them may have the value. Grouping takes the first that is there. */
  readonly of: readonly string[]
  /** What it is, in a few words. */
  readonly about: string
  /** Other names, Commander's among them. */
  readonly aliases?: readonly string[]
}

/** A field that an event type declares. */
export type Declared = { readonly name: string; readonly kind: KindName }

/** Every field by each of its names. */
export type Fields = ReadonlyMap<string, Field>

type Line = Omit<Field, 'name' | 'of'> & { readonly of?: readonly string[] }

const recordIn = ['record_uid', 'secret_uid']
const folderIn = ['shared_folder_uid', 'folder_uid', 'secret_uid']
const clientIn = ['client_version']

/** The fields that every query has. To add one, add a line; without `of` it looks into the event's field of its name. */
const lines: Readonly<Record<string, Line>> = {
  time: {
    kind: 'time',
    of: ['timestamp'],
    about: 'when it happened',
    aliases: ['created', 'timestamp'],
  },
  last: { kind: 'ago', of: ['timestamp'], about: 'how long ago it happened at most' },
  recorded: {
    kind: 'time',
    of: ['recorded_at'],
    about: 'when the server recorded it',
    aliases: ['recorded_at'],
  },
  seq: { kind: 'number', about: 'its number in the log', aliases: ['id', 'sequence'] },
  event: {
    kind: 'word',
    of: ['audit_event'],
    about: 'the event type',
    aliases: ['audit_event', 'audit_event_type'],
  },
  category: { kind: 'word', about: 'the category of the event type' },
  severity: { kind: 'word', about: 'info, notice, warning or critical' },
  outcome: { kind: 'word', about: 'success, denied or failure' },
  user: { kind: 'person', of: ['username'], about: 'who did it', aliases: ['username'] },
  to: {
    kind: 'person',
    of: ['to_username'],
    about: 'to whom it was done',
    aliases: ['to_username', 'to_user'],
  },
  from: {
    kind: 'person',
    of: ['from_username'],
    about: 'from whom it came',
    aliases: ['from_username', 'from_user'],
  },
  app: {
    kind: 'uid',
    of: ['app_uid'],
    about: 'the Secrets Manager application',
    aliases: ['app_uid', 'application'],
  },
  device: {
    kind: 'text',
    of: ['device_name', 'device_uid'],
    about: 'name or UID of the Secrets Manager device',
  },
  record: { kind: 'uid', of: recordIn, about: 'the record' },
  folder: { kind: 'uid', of: folderIn, about: 'the folder or shared folder' },
  item: {
    kind: 'uid',
    of: ['record_uid', 'shared_folder_uid', 'folder_uid', 'secret_uid'],
    about: 'the record or the folder',
  },
  secret: {
    kind: 'uid',
    of: ['secret_uid'],
    about: 'the record or folder of a Secrets Manager event',
    aliases: ['secret_uid'],
  },
  address: {
    kind: 'address',
    of: ['remote_address'],
    about: 'the client’s address, or a network',
    aliases: ['ip', 'ip_address', 'remote_address'],
  },
  peer: {
    kind: 'address',
    of: ['peer_address'],
    about: 'the address of the socket',
    aliases: ['peer_address'],
  },
  country: { kind: 'word', about: 'the country of the client’s address, as ISO 3166 has it' },
  client: {
    kind: 'client',
    of: clientIn,
    about: 'the client with its version, or its name',
    aliases: ['client_version', 'keeper_version'],
  },
  version: { kind: 'version', of: clientIn, about: 'the number of the client’s version' },
  session: {
    kind: 'text',
    of: ['session_id'],
    about: 'the session that it belongs to',
    aliases: ['session_id'],
  },
  request: {
    kind: 'text',
    of: ['request_id'],
    about: 'the request that caused it',
    aliases: ['request_id'],
  },
  text: { kind: 'words', of: [], about: 'words anywhere in it, upper or lower case' },
}

/** Fields of events that have a name of their own beside a wider one, and Commander's that no event of ours fills yet. */
const plain: readonly Declared[] = [
  { name: 'event_id', kind: 'text' },
  { name: 'enterprise_id', kind: 'number' },
  { name: 'device_name', kind: 'text' },
  { name: 'device_uid', kind: 'uid' },
  { name: 'record_uid', kind: 'uid' },
  { name: 'shared_folder_uid', kind: 'uid' },
  { name: 'folder_uid', kind: 'uid' },
  { name: 'team_uid', kind: 'uid' },
  { name: 'recipient', kind: 'person' },
  ...['geo_location', 'device_type', 'node', 'role_id', 'channel', 'status', 'value'].map(
    (name) => ({ name, kind: 'text' as const }),
  ),
]

const everyQuery: readonly Field[] = Object.entries(lines).map(([name, line]) => ({
  of: [name],
  ...line,
  name,
}))

/**
 * The fields that a query may name: those of every query, and those that event types declare, by their own names. A declared
 * name that already means something else, or is that of a setting, is written with a dot in front (`.last`).
 */
export function queryFields(declared: readonly Declared[] = []): Fields {
  const fields = new Map<string, Field>()
  for (const field of everyQuery)
    for (const name of [field.name, ...(field.aliases ?? [])]) fields.set(name, field)
  for (const { name, kind } of [...plain, ...declared]) {
    const taken = fields.get(name)
    if (taken && taken.of.length === 1 && taken.of[0] === name) continue
    const own = taken || settingNames.has(name) ? `.${name}` : name
    fields.set(own, { name: own, kind, of: [name], about: `the field ${name} of the event` })
  }
  return fields
}

/** A field by one of its names, in upper or lower case, with `-` for `_`. */
export const findField = (fields: Fields, name: string): Field | undefined =>
  fields.get(name) ?? fields.get(name.toLowerCase().replaceAll('-', '_'))

/** A name that may be repeated: what looks like one, and no text that somebody put in its place. */
const printable = /^\.?[\w-]{1,40}$/

/** What is wrong with a name that no field has. */
export function unknownField(fields: Fields, name: string): string {
  if (!printable.test(name)) return 'names no field'
  const guess = nearest(name.toLowerCase(), [...fields.keys()])
  return guess ? `"${name}" is not a field: did you mean ${guess}?` : `"${name}" is not a field`
}
