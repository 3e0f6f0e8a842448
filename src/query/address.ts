import { invalid } from '../kernel/errors.ts'

/** An address as eight groups of 16 bits. IPv4, also inside IPv6 (`::ffff:192.0.2.1`), is the mapped form. */
type Groups = readonly number[]

/** The addresses whose first `bits` of 128 are those of `groups`. */
export type Network = { readonly groups: Groups; readonly bits: number }

const count = 8
const mappedBits = 96

function ipv4Groups(text: string): Groups | undefined {
  const [, ...parts] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text) ?? []
  const bytes = parts.map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  if (bytes.length !== 4 || bytes.some((byte, at) => byte > 255 || parts[at] !== String(byte)))
    return undefined
  return [0, 0, 0, 0, 0, 0xffff, a * 256 + b, c * 256 + d]
}

/** The groups between colons; the last may be an IPv4 address, which is two. */
function colonGroups(text: string): Groups | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [at, part] of parts.entries()) {
    const ipv4 = at === parts.length - 1 ? ipv4Groups(part) : undefined
    if (ipv4) groups.push(...ipv4.slice(6))
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

function ipv6Groups(text: string): Groups | undefined {
  const [left = '', right, ...more] = text.split('::')
  if (more.length > 0) return undefined
  const head = colonGroups(left)
  const tail = colonGroups(right ?? '')
  if (!head || !tail) return undefined
  const missing = count - head.length - tail.length
  if (right === undefined ? missing !== 0 : missing < 1) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** The groups of an IPv4 or IPv6 address, or undefined when the text is none. A zone (`%eth0`) is cut. */
export const addressGroups = (text: string): Groups | undefined =>
  text.includes(':') ? ipv6Groups(text.replace(/%.*$/, '')) : ipv4Groups(text)

const isIpv4 = (groups: Groups) =>
  groups[5] === 0xffff && groups.every((group, at) => at >= 5 || group === 0)

/**
 * An address, or a network such as `10.0.0.0/8` or `2001:db8::/32`.
 *
 * @throws `invalid` with what it must be.
 */
export function readNetwork(value: string): Network {
  const [address = '', length, ...more] = value.split('/')
  const groups = addressGroups(address)
  const before = groups && !address.includes(':') ? mappedBits : 0
  const bits = length === undefined ? 128 : /^\d{1,3}$/.test(length) ? Number(length) + before : -1
  if (!groups || more.length > 0 || bits < before || bits > 128)
    throw invalid('must be an IPv4 or IPv6 address, or a network such as 10.0.0.0/8')
  return { groups, bits }
}

/** Whether an address lies in the network. A network of IPv6 has no IPv4 address in it, not even `::/0`. */
export function inNetwork({ groups, bits }: Network, address: Groups): boolean {
  const holdsIpv4 = bits >= mappedBits && isIpv4(groups)
  if (holdsIpv4 !== isIpv4(address)) return false
  for (let at = 0; at * 16 < bits; at++) {
    const free = Math.max(0, (at + 1) * 16 - bits)
    if ((groups[at] ?? 0) >> free !== (address[at] ?? 0) >> free) return false
  }
  return true
}
