import { expect, test } from 'vitest'
import { inJson, withoutAddress, withoutPerson } from './name-in-text.ts'

const person = withoutPerson([
  { value: 'bob@example.com', commitment: 'sha256:one' },
  { value: ' Bob@Example.com', commitment: 'sha256:two' },
])

test.each([
  ['user:bob@example.com outcome:denied', 'user:sha256:one outcome:denied'],
  ['user:"Bob@Example.com",eve@example.com', 'user:"sha256:two",eve@example.com'],
  ['-to:BOB@EXAMPLE.COM', '-to:sha256:one'],
  ['user:not.bob@example.com', 'user:not.bob@example.com'],
  ['user:bob@example.com.au', 'user:bob@example.com.au'],
  ['He is bob@example.com.', 'He is sha256:one.'],
  ['user:bob*', 'user:bob*'],
])('a name in %s', (text, expected) => expect(person(text)).toBe(expected))

const address = withoutAddress('2001:db8::1', [{ value: '2001:db8::1', commitment: 'sha256:one' }])
const ipv4 = withoutAddress('203.0.113.9', [{ value: '203.0.113.9', commitment: 'sha256:one' }])

test.each([
  ['address:2001:db8:0::1', 'address:sha256:one'],
  ['address:"2001:DB8:0::1"', 'address:"sha256:one"'],
  ['2001:db8::1/128', 'sha256:one'],
  ['2001:db8::/64', '2001:db8::/64'],
])('an address in %s', (text, expected) => expect(address(text)).toBe(expected))

test.each([
  ['address:203.0.113.9', 'address:sha256:one'],
  ['address:203.0.113.9/32,203.0.113.0/24', 'address:sha256:one,203.0.113.0/24'],
  ['address:203.0.113.99', 'address:203.0.113.99'],
  ['ip:::ffff:203.0.113.9', 'ip:sha256:one'],
  ['place:203.0.113.9', 'place:sha256:one'],
])('an IPv4 address in %s', (text, expected) => expect(ipv4(text)).toBe(expected))

test('texts are changed wherever they stand, and nothing else', () => {
  const kept = JSON.stringify({ q: 'user:bob@example.com', count: 3, where: [{ values: ['x'] }] })
  expect(inJson(kept, person)).toBe(kept.replace('bob@example.com', 'sha256:one'))
  expect(inJson('user:bob@example.com', person)).toBe('user:sha256:one')
  expect(inJson('1e3', person)).toBe('1e3')
})
