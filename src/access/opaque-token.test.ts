import { expect, test } from 'vitest'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'

test('a token is 256 bits that nobody has seen, and never looks like an option of a command', () => {
  const tokens = Array.from({ length: 10_000 }, newOpaqueToken)
  expect(new Set(tokens).size).toBe(10_000)
  expect(tokens.filter((token) => !/^\w[\w-]{42}$/.test(token))).toEqual([])
})

test('its hash does not hold it', () => {
  const token = newOpaqueToken()
  expect(tokenHash(token)).toBe(tokenHash(token))
  expect(tokenHash(token)).not.toContain(token)
})
