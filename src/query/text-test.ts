import { remembering } from '../kernel/remembering.ts'
import { addressGroups, inNetwork, readNetwork } from './address.ts'
import { anyOf } from './any-of.ts'
import { describeClient, versionNumber } from './client-version.ts'
import { patternTest, readPattern } from './pattern.ts'

type Values = readonly string[]

/** Whether the text that an event has is one of the values, in the way that its kind of field compares them. */
export type TextTest = (text: string) => boolean

const lower = (text: string) => text.toLowerCase()

/** Text as it is, upper and lower case apart. Many exact values cost no more than one. */
export function asItIsTest(values: Values): TextTest {
  const patterns = values.map(readPattern)
  const open = patterns.filter(({ length }) => length > 1).map(patternTest)
  const exact = patterns.filter(({ length }) => length === 1)
  const few = exact.length < 3
  const texts = new Set(exact.map(([text]) => text))
  return anyOf([...(few ? exact.map(patternTest) : [(text: string) => texts.has(text)]), ...open])
}

/** Text whose upper and lower case are the same. */
export function eitherCaseTest(values: Values): TextTest {
  const test = asItIsTest(values.map(lower))
  return (stored) => test(lower(stored))
}

/** A request may name several UIDs: then they are a comma list, of which any counts. */
export function uidTest(values: Values): TextTest {
  const test = asItIsTest(values)
  const isListed = (stored: string) => stored.split(',').some((uid) => test(uid.trim()))
  return (stored) => (stored.includes(',') ? isListed(stored) : test(stored))
}

/** A client's version as it is sent (`ms17.5.0`), or the client's name. */
export function clientTest(values: Values): TextTest {
  const test = asItIsTest(values.map(lower))
  return remembering((stored) => {
    const sent = lower(stored)
    return test(sent) || test(lower(describeClient(sent).type_name))
  })
}

/** The number of a client's version (`17.5.0`). */
export function versionTest(values: Values): TextTest {
  const test = asItIsTest(values.map(lower))
  return remembering((stored) => test(versionNumber(stored)))
}

const unmapped = (address: string) => lower(address).replace(/^::ffff:(?=\d+\.)/, '')

/** What stands for an address that was erased. */
const commitment = /^sha256:[\w-]{43}$/

/**
 * Addresses and networks, whatever way they are written; a value with a star is compared with the address as text, and so is what stands
 * for one that was erased.
 */
export function addressTest(values: Values): TextTest {
  const isOpen = (value: string) => value.includes('*') || commitment.test(value)
  const networks = values.filter((value) => !isOpen(value)).map(readNetwork)
  const fits = asItIsTest(values.filter(isOpen).map(lower))
  const isInNetwork = (stored: string) => {
    const groups = networks.length > 0 ? addressGroups(stored) : undefined
    return groups !== undefined && networks.some((network) => inNetwork(network, groups))
  }
  return remembering((stored) => isInNetwork(stored) || fits(unmapped(stored)))
}
