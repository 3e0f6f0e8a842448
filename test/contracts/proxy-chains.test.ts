import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientAddress, trustedProxies } from '../../src/access/client-address.ts'

/**
 * Who is asking, by 100,000 random chains of proxies: against a resolver that was written anew from the rule (the rightmost
 * address that is no trusted proxy; nothing but the peer counts when the peer is none, or when what is met is no address).
 */

const trusted = ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::ffff:172.16.0.0/108']
const chains = 100_000
const chainsARun = 20
const seed = Number(process.env['KEEPWATCH_SEED'] ?? 7)

/** Every address as one number of 128 bits, IPv4 in its mapped form. Knows only what the generator writes. */
function numberOf(text: string): bigint | undefined {
  const bare = text.trim()
  const [, v4] = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(bare) ?? []
  if (v4 !== undefined) {
    const parts = v4.split('.').map(Number)
    if (parts.some((part) => part > 255)) return undefined
    return 0xffff00000000n + parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n)
  }
  if (!/^[0-9a-f:]+$/i.test(bare) || bare.split(':').length < 3) return undefined
  const [left = '', right] = bare.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = Array(8 - head.length - tail.length).fill('0')
  return [...head, ...zeros, ...tail].reduce(
    (sum, group) => sum * 65536n + BigInt(`0x${group}`),
    0n,
  )
}

function isTrusted(address: bigint): boolean {
  return trusted.some((entry) => {
    const [network = '', bits] = entry.split('/')
    const length = network.includes(':') ? 128 : 32
    const shift = BigInt(length - Number(bits ?? length))
    return address >> shift === (numberOf(network) ?? 0n) >> shift
  })
}

function reference(peer: string, header: string | undefined): bigint | undefined {
  const asked = numberOf(peer) ?? 0n
  if (!header || !isTrusted(asked)) return asked
  const hops = header.split(',')
  let last = asked
  for (let at = hops.length - 1, met = 0; at >= 0; at--, met++) {
    const hop = numberOf(hops[at] ?? '')
    if (hop === undefined || met === 20) return asked
    if (!isTrusted(hop)) return hop
    last = hop
  }
  return last
}

const octet = fc.nat(255)
const v4 = fc.oneof(
  fc.tuple(fc.constantFrom(10, 172, 192, 203), octet, octet, octet).map((all) => all.join('.')),
  fc.constantFrom('192.0.2.7', '10.0.0.1', '172.16.0.1', '172.32.0.1'),
)
const v6 = fc.oneof(
  fc.nat(0xffff).map((group) => `2001:db8::${group.toString(16)}`),
  fc.nat(0xffff).map((group) => `2001:DB9:0:0:0:0:0:${group.toString(16)}`),
  fc.constantFrom('::1', 'fe80::1'),
)
const address = fc.oneof(
  v4,
  v4.map((text) => `::ffff:${text}`),
  v6,
)
const junk = fc.constantFrom(
  '',
  'unknown',
  '_hidden',
  '10.0.0.1:8080',
  '[::1]',
  '256.0.0.1',
  '1.2.3',
)
const hop = fc
  .tuple(
    fc.oneof({ arbitrary: address, weight: 12 }, { arbitrary: junk, weight: 1 }),
    fc.constantFrom('', ' '),
  )
  .map(([text, space]) => space + text)
const chain = fc.record({
  peer: fc.oneof(
    v4,
    v6.map((text) => text.toLowerCase().replace(/(:0)+:/, '::')),
  ),
  header: fc.option(
    fc.array(hop, { maxLength: 30 }).map((hops) => hops.join(',')),
    {
      nil: undefined,
    },
  ),
})

test('the client is the one that the reference finds, and never one that somebody made up', () => {
  const proxies = trustedProxies(trusted)
  fc.assert(
    fc.property(fc.array(chain, { minLength: chainsARun, maxLength: chainsARun }), (many) => {
      for (const { peer, header } of many) {
        const found = clientAddress(peer, header, proxies)
        expect([peer, header, numberOf(found)]).toEqual([peer, header, reference(peer, header)])
      }
    }),
    { seed, numRuns: chains / chainsARun },
  )
})
