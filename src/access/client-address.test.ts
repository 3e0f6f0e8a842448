import { expect, test } from 'vitest'
import {
  canonicalAddress,
  canonicalNetworks,
  clientAddress,
  inNetworks,
  trustedProxies,
} from './client-address.ts'

const proxies = trustedProxies(['10.0.0.0/8', '2001:db8::/32'])

test.each([
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['203.0.113.9', '203.0.113.9'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['no address', undefined],
])('%s is written %s', (spelled, canonical) => {
  expect(canonicalAddress(spelled)).toBe(canonical)
})

test.each([
  ['a client without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
  ['a header from somebody who is no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['one trusted proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['a forged hop on the left', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['junk in the header', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['an IPv6 proxy', '2001:db8::7', '::ffff:198.51.100.1', '198.51.100.1'],
])('%s', (_, peer, header, client) => {
  expect(clientAddress(peer, header, proxies)).toBe(client)
})

test('an entry that is no CIDR is named', () => {
  expect(() => trustedProxies(['10.0.0.0/33'])).toThrow('10.0.0.0/33 is no address and no CIDR')
})

test.each([
  ['203.0.113.9/32', '203.0.113.9'],
  ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['2001:DB8:0::/48', '2001:db8::/48'],
])('the network %s is written %s', (spelled, canonical) => {
  expect(canonicalNetworks([spelled])).toEqual([canonical])
})

test.each(['10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/ 8', '::ffff:10.0.0.0/8', 'host', ''])(
  '%j is no network',
  (text) => {
    expect(() => canonicalNetworks([text])).toThrow('is no address and no CIDR')
  },
)

test('a network that is written as IPv6 holds the IPv4 addresses that it maps', () => {
  expect(inNetworks(['::ffff:10.0.0.0/104'], '10.1.2.3')).toBe(true)
  expect(inNetworks(['::ffff:10.0.0.0/104'], '11.1.2.3')).toBe(false)
  expect(inNetworks(['10.0.0.0/8'], '')).toBe(false)
})

test('a chain that somebody made endless on its left cannot hide who made it', () => {
  const forged = Array.from({ length: 50 }, () => '10.0.0.3').join(', ')
  expect(clientAddress('10.0.0.1', `${forged}, 198.51.100.1`, proxies)).toBe('198.51.100.1')
})
