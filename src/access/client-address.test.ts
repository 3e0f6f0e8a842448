import { expect, test } from 'vitest'
import { canonicalAddress, clientAddress, trustedProxies } from './client-address.ts'

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
  expect(() => trustedProxies(['10.0.0.0/33'])).toThrow('10.0.0.0/33 is no CIDR')
})
