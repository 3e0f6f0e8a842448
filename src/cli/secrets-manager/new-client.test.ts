import { expect, test } from 'vitest'
import { tokenText } from './new-client.ts'

test('a host on the usual port goes before its token, as SDKs split it', () => {
  expect(tokenText('keepwatch.example.com', 'TOKEN')).toBe('keepwatch.example.com:TOKEN')
})

test('a host with a port stays apart, because SDKs would take the port for the token', () => {
  expect(tokenText('localhost:8443', 'TOKEN')).toBe('TOKEN')
})
