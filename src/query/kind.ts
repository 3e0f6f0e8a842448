import { invalid } from '../kernel/errors.ts'
import { versionNumber } from './client-version.ts'
import { type NumberRange, numberRange } from './number-range.ts'
import type { Pattern } from './pattern.ts'
import { readPattern } from './pattern.ts'
import {
  addressTest,
  asItIsTest,
  clientTest,
  eitherCaseTest,
  type TextTest,
  uidTest,
  versionTest,
} from './text-test.ts'
import { agoSpan, type Here, timeSpan } from './time.ts'
import type { Span } from './zone.ts'

/** What the values of a condition accept, in the form that the matcher and every compiler work with. */
export type Accepted =
  | {
      readonly of: 'text'
      /** Whether the text that an event has is accepted. Also for use over the distinct values of a column. */
      readonly test: TextTest
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
  /** What rows are grouped by, where that is not the text as the event has it. */
  readonly partOf?: (stored: string) => string
  /** Whether its values name people or addresses, or may: then they are not written where they cannot be erased. */
  readonly personal?: true
}

/** Text that is compared as this test has it. */
const tested =
  (testOf: (values: Values) => TextTest) =>
  (values: Values): Accepted => ({ of: 'text', test: testOf(values) })

const asItIs = (values: Values): Accepted => ({
  of: 'text',
  test: asItIsTest(values),
  patterns: values.map(readPattern),
})

const lower = (text: string) => text.toLowerCase()

function readFlag(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid('must be true or false')
}

const text = (accept: (values: Values) => Accepted) => ({ accept, groups: true })

/** How each kind of field is compared. To add a kind, add a line. */
export const kinds = {
  /** As it is. */
  text: text(asItIs),
  /** A name from a list, such as an event type: upper and lower case are the same. */
  word: text(tested(eitherCaseTest)),
  uid: text(tested(uidTest)),
  person: { accept: tested(eitherCaseTest), groups: true, personal: true },
  address: { accept: tested(addressTest), groups: true, personal: true },
  /** A client's version as it is sent (`ms17.5.0`), or the client's name. */
  client: text(tested(clientTest)),
  /** The number of a client's version. */
  version: { accept: tested(versionTest), groups: true, partOf: versionNumber },
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
