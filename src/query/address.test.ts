import { BlockList, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressGroups, inNetwork, readNetwork } from './address.ts'

const isIn = (address: string, network: string) => {
  const groups = addressGroups(address)
  return groups !== undefined && inNetwork(readNetwork(network), groups)
}

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1', '192.0.2.0/24'],
  ['192.0.2.1', '0.0.0.0/0'],
  ['::ffff:192.0.2.1', '192.0.2.0/31'],
  ['192.0.2.1', '::ffff:192.0.2.0/127'],
  ['::ffff:c000:0201', '192.0.2.1'],
  ['2001:db8::1', '2001:DB8:0:0::/64'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::/10'],
  ['::', '::/128'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
])('%s is in %s', (address, network) => expect(isIn(address, network)).toBe(true))

test.each([
  ['192.0.2.1', '192.0.3.0/24'],
  ['192.0.2.1', '::/0'],
  ['2001:db8::1', '0.0.0.0/0'],
  ['2001:db8::1', '::ffff:0:0/96'],
  ['(erased)', '0.0.0.0/0'],
  ['', '0.0.0.0/0'],
])('%s is not in %s', (address, network) => expect(isIn(address, network)).toBe(false))

test.each([
  '10.0.0',
  '10.0.0.256',
  '10.0.0.01',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0.0/-1',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7',
  ':::',
  '::1::',
  '1::2:3:4:5:6:7:8',
  '2001:db8::/129',
  'fffff::',
  'ci-runner',
])('%s is neither an address nor a network', (value) => {
  expect(() => readNetwork(value)).toThrow(
    'must be an IPv4 or IPv6 address, or a network such as 10.0.0.0/8',
  )
})

test('networks hold what Node’s own lists hold', () => {
  const pair = fc.oneof(fc.tuple(fc.ipV4(), fc.ipV4()), fc.tuple(fc.ipV6(), fc.ipV6()))
  const near = fc.tuple(fc.boolean(), pair, fc.nat(128))
  fc.assert(
    fc.property(near, ([same, [base, other], length]) => {
      const family = isIPv6(base) ? 'ipv6' : 'ipv4'
      const bits = family === 'ipv6' ? length : length % 33
      const address = same ? base : other
      const list = new BlockList()
      list.addSubnet(base, bits, family)
      expect(isIn(address, `${base}/${bits}`)).toBe(list.check(address, family))
    }),
    { numRuns: 2_000 },
  )
})
