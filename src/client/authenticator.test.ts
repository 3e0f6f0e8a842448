import { expect, test } from 'vitest'
import { newAuthenticator, toBase32 } from './authenticator.ts'
import { utf8 } from './crypto/bytes.ts'

test('base32 is that of RFC 4648, section 10, without padding', () => {
  const pairs = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) =>
    toBase32(utf8(text)),
  )
  expect(pairs).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
})

test('an authenticator is told whom and what it is for', () => {
  const { uri, typed } = newAuthenticator('ann+1@example.com', 'vault.example.com')
  const { protocol, pathname, searchParams } = new URL(uri)
  expect(protocol).toBe('otpauth:')
  expect(decodeURIComponent(pathname)).toContain('Keepwatch vault.example.com:ann+1@example.com')
  expect(searchParams.get('issuer')).toBe('Keepwatch vault.example.com')
  expect(searchParams.get('secret')).toBe(typed.replaceAll(' ', ''))
  expect(uri).not.toContain('+')
})
