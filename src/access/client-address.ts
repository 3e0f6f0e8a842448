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

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')
const lengthOf = { ipv4: 32, ipv6: 128 } as const
/** The bits before the IPv4 address in an IPv4-mapped IPv6 address. */
const mappedBits = 96

type Network = { readonly address: string; readonly bits: number; readonly isWhole: boolean }

/** A network, with an IPv4-mapped one as the IPv4 network that it is. Undefined when it is no CIDR and no address. */
function parseNetwork(entry: string): Network | undefined {
  const [spelled = '', prefix, ...more] = entry.split('/')
  const address = canonicalAddress(spelled)
  if (!address || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return
  const spelledBits = lengthOf[familyOf(spelled.trim())]
  const longest = lengthOf[familyOf(address)]
  const folded = spelledBits === longest ? 0 : mappedBits
  const bits = (prefix === undefined ? spelledBits : Number(prefix)) - folded
  return bits < 0 || bits > longest ? undefined : { address, bits, isWhole: bits === longest }
}

function blockListOf(networks: readonly Network[]): BlockList {
  const list = new BlockList()
  for (const { address, bits } of networks) list.addSubnet(address, bits, familyOf(address))
  return list
}

function networksOf(list: readonly string[], what: string): readonly Network[] {
  return list.map((entry) => {
    const network = parseNetwork(entry)
    if (network) return network
    throw invalid(`${entry} is no address and no CIDR such as 10.0.0.0/8${what}`)
  })
}

/** The proxies whose word on the client's address counts. Throws `invalid` with the entry that is no CIDR. */
export const trustedProxies = (list: readonly string[]): BlockList =>
  blockListOf(networksOf(list, ': correct --trusted-proxies'))

/** Addresses and CIDRs in their one spelling. Throws `invalid` with the entry that is neither. */
export const canonicalNetworks = (list: readonly string[]): readonly string[] =>
  networksOf(list, '').map(({ address, bits, isWhole }) =>
    isWhole ? address : `${address}/${bits}`,
  )

const isTrusted = (trusted: BlockList, address: string) => trusted.check(address, familyOf(address))

/** Whether a canonical address is one of these or lies in one of these. */
export const inNetworks = (list: readonly string[], address: string): boolean =>
  isIP(address) !== 0 && isTrusted(blockListOf(networksOf(list, '')), address)

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
  let client = peer
  for (const hop of hops.slice(0, mostHops)) {
    const address = canonicalAddress(hop)
    if (!address) return peer
    client = address
    if (!isTrusted(trusted, address)) return client
  }
  return hops.length > mostHops ? peer : client
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
