import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction, SocketAddress } from 'node:net'
import { denied } from '../kernel/errors.ts'

/**
 * Where nothing may be sent unless the operator allows it: this machine, its neighbours, cloud metadata, and every address that
 * hides another one (IANA's special-purpose registries; `::/96` is IPv4-compatible,
 * `::ffff:0:0:0/96` IPv4-translated, 64:ff9b NAT64, 2002 6to4, 2001:0 Teredo).
 */
const special = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  ...['2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10'],
  ...['fec0::/10', 'ff00::/8'],
]

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

function forbidden(): BlockList {
  const list = new BlockList()
  for (const network of special) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

const never = forbidden()

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** IPv4-mapped IPv6 is IPv4, whatever way it is spelled. */
function folded(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare
  const { address: compressed } = new SocketAddress({ address: bare, family: 'ipv6' })
  return mapped.exec(compressed)?.[1] ?? compressed
}

/** Which addresses may be connected to. */
export type Reach = {
  /** Throws `denied` for a host that is a forbidden address. */
  demand(host: string): void
  /** Resolves names to addresses that may be connected to, at the moment of the connection, so that a name cannot change between. */
  readonly lookup: LookupFunction
}

const refused = (host: string) =>
  denied(
    `${host} is an address that nothing may be sent to: the operator can allow its network with --allow-private-targets`,
  )

/** Asks for every address of a name. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/** Public addresses, and those of `allowed`. */
export function reach(allowed: BlockList, resolve: Resolve = lookup): Reach {
  const may = (address: string) => {
    const one = folded(address)
    const family = familyOf(one)
    return isIP(one) !== 0 && (!never.check(one, family) || allowed.check(one, family))
  }
  return {
    demand(host) {
      const bare = host.replace(/^\[(.*)\]$/, '$1')
      if (isIP(bare.replace(/%.*$/, '')) && !may(bare)) throw refused(bare)
    },
    lookup(host, options, done) {
      resolve(host, { ...options, all: true }, (error, found) => {
        if (error) return done(error, [])
        const open = found.filter(({ address }) => may(address))
        const [first] = open
        if (!first) return done(refused(host), [])
        if (options.all) return done(null, open)
        return done(null, first.address, first.family)
      })
    },
  }
}

/** Every address: for what the operator names, as the database, and nobody else can. */
export const anywhere: Reach = { demand() {}, lookup: lookup as LookupFunction }
