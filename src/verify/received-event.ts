import { type Coalesced, coalescedBy } from './coalesced.ts'
import type { Exported } from './exported-leaf.ts'
import { cefPairs, csvCells, leefPairs, syslogMark } from './received-text.ts'

/**
 * An event as a receiver has it, in whatever form it was sent or is given back: its sequence, its leaf hash (64 hexadecimal
 * digits) where the form has one, and the event itself where it has all of it.
 */
export type ReceivedEvent = {
  readonly seq: number
  readonly leafHash?: string
  readonly event?: Exported
  /** All that it stands for, where that is more than one. */
  readonly coalesced?: Coalesced
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inside = (value: unknown): Json => (isObject(value) ? value : {})

const hashShape = /^[0-9a-f]{64}$/

function marked(seq: unknown, hash: unknown, event?: Exported): ReceivedEvent | undefined {
  const number = typeof seq === 'string' && /^-?\d{1,15}$/.test(seq) ? Number(seq) : seq
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) return undefined
  const leafHash = typeof hash === 'string' && hashShape.test(hash) ? hash : undefined
  return { seq: number, ...(leafHash && { leafHash }), ...(event && { event }) }
}

/** Adds what an event stands for, if it stands for more than itself. */
function standing(
  found: ReceivedEvent | undefined,
  valueNamed: (name: string) => unknown,
): ReceivedEvent | undefined {
  const coalesced = found && coalescedBy(valueNamed)
  return coalesced ? { ...found, coalesced } : found
}

type Reader = (value: Json) => ReceivedEvent | undefined

/** What exports put beside the fields of an event, and some receivers demand. */
function ownFields(value: Json): Exported {
  const { '@timestamp': _, replay: __, ...fields } = value
  const kept = Object.entries(fields).filter(([name]) => !name.startsWith('coalesced'))
  const { coalesced_event_id: event_id } = fields
  return Object.fromEntries([...kept, ...(event_id ? [['event_id', event_id]] : [])]) as Exported
}

/** A receiver that cannot take all of an event gets it cut: then its leaf hash speaks for it. */
const flat: Reader = (value) => {
  if (typeof value['audit_event'] !== 'string') return undefined
  const event = value['truncated'] === true ? undefined : ownFields(value)
  return marked(value['seq'], value['leaf_hash'], event)
}

/** Commander's names: times are in whole seconds, so the leaf hash alone can be compared. */
const commander: Reader = ({ audit_event_type, seq, leaf_hash }) =>
  typeof audit_event_type === 'string' ? marked(seq, leaf_hash) : undefined

/** Datadog's shape: the proof stands apart, because an integration there moves the fields of the event. */
const apart: Reader = ({ keepwatch }) =>
  marked(inside(keepwatch)['seq'], inside(keepwatch)['leaf_hash'])

/** Columns of Azure's tables, the older ones with their types. */
const azure: Reader = ({ Seq, LeafHash, seq_d, leaf_hash_s }) =>
  marked(Seq ?? seq_d, LeafHash ?? leaf_hash_s)

const ecs: Reader = ({ event }) => marked(inside(event)['sequence'], inside(event)['hash'])

const ocsf: Reader = ({ metadata, unmapped }) =>
  marked(inside(metadata)['sequence'], inside(unmapped)['leaf_hash'])

const gelf: Reader = (value) => marked(value['_seq'], value['_leaf_hash'])

const otlpAttributes = ({ attributes }: Json): ReadonlyMap<unknown, unknown> =>
  new Map(
    (Array.isArray(attributes) ? attributes : []).map((one) => [
      inside(one)['key'],
      Object.values(inside(inside(one)['value']))[0],
    ]),
  )

const otlp: Reader = (value) => {
  const found = otlpAttributes(value)
  return marked(found.get('keepwatch.seq'), found.get('keepwatch.leaf_hash'))
}

const readers: readonly Reader[] = [apart, flat, commander, ecs, ocsf, gelf, otlp, azure]

/** Where products put what they were sent when they give it back. */
const wrappings = [
  'event',
  'result',
  '_source',
  '_raw',
  'message',
  'msg',
  'log',
  'line',
  'attributes',
  'Data',
]

const deepest = 4

/** The first thing that is found. */
function firstOf<Value, Found>(
  values: readonly Value[],
  find: (value: Value) => Found | undefined,
): Found | undefined {
  for (const value of values) {
    const found = find(value)
    if (found) return found
  }
  return undefined
}

/** Where formats put the fields that they have no place for. */
const named = (value: Json) => (name: string) =>
  value[name] ??
  value[`_${name}`] ??
  inside(value['keepwatch'])[name] ??
  inside(value['unmapped'])[name] ??
  otlpAttributes(value).get(`keepwatch.${name}`)

/** Finds the event in a JSON value, through the wrappings of Splunk, Elastic, Loki and others. */
function inJson(value: unknown, depth = 0): ReceivedEvent | undefined {
  if (depth > deepest) return undefined
  if (typeof value === 'string') return depth > 0 ? inText(value, depth) : undefined
  if (!isObject(value)) return undefined
  const wrapped = (name: string) =>
    value[name] === undefined ? undefined : inJson(value[name], depth + 1)
  const found = firstOf(readers, (reader) => reader(value))
  return standing(found, named(value)) ?? firstOf(wrappings, wrapped)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const camelCase = (name: string) =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

function inText(text: string, depth: number): ReceivedEvent | undefined {
  const line = text.trim()
  if (line.startsWith('{')) return inJson(parsed(line), depth + 1)
  const syslog = syslogMark(line)
  if (syslog) {
    const event = inJson(parsed(syslog.message.trim()), depth + 1)
    return event ?? marked(syslog.seq, syslog.leafHash)
  }
  const cef = cefPairs(line)
  if (cef)
    return standing(marked(cef.get('cn1'), cef.get('cs1')), (name) => cef.get(camelCase(name)))
  const leef = leefPairs(line)
  return leef && standing(marked(leef.get('seq'), leef.get('leaf_hash')), (name) => leef.get(name))
}

/** Reads one line of what a receiver holds, whatever format it was sent in. Undefined when no event of ours is in it. */
export const receivedLine = (line: string): ReceivedEvent | undefined => inText(line, 0)

/** The same for a JSON value that is already read. */
export const receivedValue = (value: unknown): ReceivedEvent | undefined => inJson(value)

/** The same for a line of our CSV, by the names of its columns. */
export function receivedRow(row: Readonly<Record<string, string>>): ReceivedEvent | undefined {
  const found = marked(row['seq'], row['leaf_hash'])
  if (!found) return undefined
  const event = csvCells(row)
  return standing({ ...found, event: ownFields(event) }, (name) => event[name])
}
