import { expect, test } from 'vitest'
import { withoutNames } from './without-names.ts'

const names = new Map([
  ['username', 'alice'],
  ['remote_address', '203.0.113.9'],
])

test.each([
  ['arn:aws:iam::123456789012:user/alice', 'arn:aws:iam::123456789012:user/(username)'],
  ['from 203.0.113.9 and 198.51.100.7', 'from (remote_address) and (address)'],
  ['http://198.51.100.7:8080/x', 'http://(address):8080/x'],
  ['peer 2001:db8::1, 10:30:00', 'peer (address), 10:30:00'],
  ['mail bob.b+x@mail.example.org.', 'mail (email).'],
  ['<bob@example.com>', '<(email)>'],
  ['malice and alice2 stay', 'malice and alice2 stay'],
  ['Chrome/120.0.0.0 v1.2.3.4 999.1.1.1', 'Chrome/120.0.0.0 v1.2.3.4 999.1.1.1'],
  ['sha256:abc 12:34', 'sha256:abc 12:34'],
])('%s', (text, left) => {
  expect(withoutNames(text, names)).toBe(left)
})

test('a name of two letters would be found everywhere, and stays', () => {
  expect(withoutNames('ed edits', new Map([['username', 'ed']]))).toBe('ed edits')
})
