import { BlockList, isIP, isIPv6, SocketAddress } from 'node:net'
import { invalid } from '../kernel/errors.ts'

/** More hops than this is no honest chain. */
const mostHops = 20

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * One spelling for each address: IPv4-mapped IPv6 becomes IPv4, IPv6 is compressed, zones are cut. Undefined when it is
 * no address. Every comparison of addresses goes through here first.
 */
export function canonicalAddress(text: string): string | undefined {
  const bare = text.trim().replace(/%.*$/, '')
  if (!isIP(bare)) return undefined
  if (!isIPv6(bare)) return bare
  const { address } = new SocketAddress({ address: bare, family: 'ipv6' })
  return mapped.exec(address)?.[1] ?? address
}

/** The proxies whose word on the client's address counts. Throws `invalid` with the entry that is no CIDR. */
export function trustedProxies(list: readonly string[]): BlockList {
  const trusted = new BlockList()
  for (const entry of list) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    const longest = family === 'ipv6' ? 128 : 32
    const bits = prefix === undefined ? longest : Number(prefix)
    if (!isIP(address) || !Number.isInteger(bits) || bits < 0 || bits > longest)
      throw invalid(`${entry} is no CIDR such as 10.0.0.0/8: correct --trusted-proxies`)
    trusted.addSubnet(address, bits, family)
  }
  return trusted
}

const isTrusted = (trusted: BlockList, address: string) =>
  trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

/**
 * Who is asking: walks `X-Forwarded-For` from right to left past trusted proxies; the first other address is the client.
 * Without trusted proxies, or when the header is junk, it is the peer of the socket.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  if (!forwardedFor || !isTrusted(trusted, peer)) return peer
  const hops = forwardedFor.split(',').reverse()
  if (hops.length > mostHops) return peer
  let client = peer
  for (const hop of hops) {
    const address = canonicalAddress(hop)
    if (!address) return peer
    client = address
    if (!isTrusted(trusted, address)) return client
  }
  return client
}

const groups = 8
const networkGroups = 4

/** The groups of the first 64 bits of a canonical IPv6 address. */
function firstHalf(address: string): readonly string[] {
  const [left = '', right] = address.split('::')
  const head = left.split(':').filter(Boolean)
  const tail = right?.split(':').filter(Boolean) ?? []
  const zeros = Array.from({ length: groups - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, networkGroups)
}

/** What one customer of a provider has: an IPv4 address, or the /64 of a canonical IPv6 address. */
export const networkOf = (address: string): string =>
  isIPv6(address) ? `${firstHalf(address).join(':')}::/64` : address
