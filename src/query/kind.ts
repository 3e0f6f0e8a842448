import { invalid } from '../kernel/errors.ts'
import { addressGroups, inNetwork, readNetwork } from './address.ts'
import { describeClient } from './client-version.ts'
import { type NumberRange, numberRange } from './number-range.ts'
import { fitsPattern, type Pattern, readPattern } from './pattern.ts'
import { agoSpan, type Here, timeSpan } from './time.ts'
import type { Span } from './zone.ts'

/** What the values of a condition accept, in the form that the matcher and every compiler work with. */
export type Accepted =
  | {
      readonly of: 'text'
      /** Whether the text that an event has is accepted. Also for use over the distinct values of a column. */
      readonly test: (text: string) => boolean
      /** The same as patterns, where the text is compared as it is. */
      readonly patterns?: readonly Pattern[]
    }
  | { readonly of: 'number'; readonly ranges: readonly NumberRange[] }
  | { readonly of: 'flag'; readonly flags: readonly boolean[] }
  | { readonly of: 'time'; readonly spans: readonly Span[] }
  /** Free text: in lower case. */
  | { readonly of: 'words'; readonly phrases: readonly string[] }

type Values = readonly string[]

/** How a kind of field reads the values of a condition; throws `invalid` with what is wrong with one. */
type Kind = {
  readonly accept: (values: Values, here: Here) => Accepted
  /** Whether rows can be grouped by it. */
  readonly groups: boolean
  /** Whether its values name people or addresses, or may: then they are not written where they cannot be erased. */
  readonly personal?: true
}

const lower = (text: string) => text.toLowerCase()

/** Texts that are folded before they are compared; `readings` are the texts that a stored one stands for. */
const folded =
  (readings: (stored: string) => readonly string[], fold = (text: string) => text) =>
  (values: Values): Accepted => {
    const patterns = values.map((value) => readPattern(fold(value)))
    const exact = new Set(patterns.filter(({ length }) => length === 1).map(([text]) => text))
    const open = patterns.filter(({ length }) => length > 1)
    const accepts = (text: string) =>
      exact.has(text) || open.some((pattern) => fitsPattern(pattern, text))
    return { of: 'text', test: (stored) => readings(fold(stored)).some(accepts) }
  }

const itself = (stored: string) => [stored]

/** A request may name several UIDs: then they are a comma list. */
const uids = (stored: string) =>
  stored.includes(',') ? stored.split(',').map((uid) => uid.trim()) : [stored]

/** Text as it is, upper and lower case apart. */
function asItIs(values: Values): Accepted {
  const patterns = values.map(readPattern)
  const [only = [], ...others] = patterns
  const { test } = folded(itself)(values) as Extract<Accepted, { of: 'text' }>
  if (others.length > 0 || only.length > 1) return { of: 'text', test, patterns }
  const [text] = only
  return { of: 'text', test: (stored) => stored === text, patterns }
}

function addresses(values: Values): Accepted {
  const isOpen = (value: string) => value.includes('*')
  const networks = values.filter((value) => !isOpen(value)).map(readNetwork)
  const patterns = values.filter(isOpen).map((value) => readPattern(lower(value)))
  return {
    of: 'text',
    test(stored) {
      const groups = networks.length > 0 ? addressGroups(stored) : undefined
      if (groups && networks.some((network) => inNetwork(network, groups))) return true
      return patterns.length > 0 && patterns.some((one) => fitsPattern(one, unmapped(stored)))
    },
  }
}

const unmapped = (address: string) => lower(address).replace(/^::ffff:(?=\d+\.)/, '')

function readFlag(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid('must be true or false')
}

const clientReadings = (stored: string) => [stored, lower(describeClient(stored).type_name)]
const versionReadings = (stored: string) => [describeClient(stored).version]

const text = (accept: (values: Values) => Accepted) => ({ accept, groups: true })

/** How each kind of field is compared. To add a kind, add a line. */
export const kinds = {
  /** As it is. */
  text: text(asItIs),
  /** A name from a list, such as an event type: upper and lower case are the same. */
  word: text(folded(itself, lower)),
  uid: text(folded(uids)),
  person: { accept: folded(itself, lower), groups: true, personal: true },
  address: { accept: addresses, groups: true, personal: true },
  /** A client's version as it is sent (`ms17.5.0`), or the client's name. */
  client: text(folded(clientReadings, lower)),
  /** The number of a client's version. */
  version: { accept: folded(versionReadings, lower), groups: false },
  number: {
    accept: (values) => ({ of: 'number', ranges: values.map(numberRange) }),
    groups: true,
  },
  flag: { accept: (values) => ({ of: 'flag', flags: values.map(readFlag) }), groups: true },
  time: {
    accept: (values, here) => ({ of: 'time', spans: values.map((one) => timeSpan(one, here)) }),
    groups: false,
  },
  ago: {
    accept: (values, here) => ({ of: 'time', spans: values.map((one) => agoSpan(one, here)) }),
    groups: false,
  },
  words: {
    accept: (values) => ({ of: 'words', phrases: values.map(lower) }),
    groups: false,
    personal: true,
  },
} satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof kinds

/** A kind by its name. */
export const kindOf = (name: KindName): Kind => kinds[name]
