import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { generateServerKeyPem, readServerKey } from './server-key.ts'

test('a generated key is read back with the texts that a client configuration takes', () => {
  const pem = generateServerKeyPem()
  const key = readServerKey(pem)
  expect(key.publicKey).toMatch(/^B[\w-]{86}$/)
  expect(Number(key.publicKeyId)).toBeGreaterThan(18)
  expect(readServerKey(pem).publicKey).toBe(key.publicKey)
})

test('two servers do not share a key', () => {
  const keys = [generateServerKeyPem(), generateServerKeyPem()].map(readServerKey)
  expect(keys[0]?.publicKey).not.toBe(keys[1]?.publicKey)
})

test.each([
  ['an empty file', ''],
  ['a text that is no PEM', 'hello'],
  ['a cut file', generateServerKeyPem().slice(0, 90)],
  [
    'a key of another curve',
    generateKeyPairSync('ec', { namedCurve: 'P-384' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  ],
])('%s is refused with what to do', (_name, pem) => {
  expect(() => readServerKey(pem)).toThrow('Restore the file from a backup.')
})
