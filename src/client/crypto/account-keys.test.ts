import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type AccountKeys, createAccountKeys, lockDataKey, openPrivateKey } from './account-keys.ts'
import { randomBytes } from './bytes.ts'
import { unwrapWithPrivateKey, wrapForPublicKey } from './ecies.ts'
import { openDataKey } from './encryption-params.ts'
import { unlock } from './master-password.ts'

const password = 'correct horse battery'
let keys: AccountKeys

beforeAll(async () => {
  keys = await createAccountKeys({ password })
})

test('the password opens the data key, and with it the private key of the account', async () => {
  const { verifier, wrappingKey } = await unlock({ ...keys, password })
  expect(verifier).toEqual(keys.verifier)
  const dataKey = await openDataKey(wrappingKey, keys.encryptedDataKey)
  expect(dataKey).toEqual(keys.dataKey)

  const privateKey = await openPrivateKey(dataKey, keys)
  const sent = randomBytes(32)
  const wrapped = await wrapForPublicKey(keys.publicKey, sent)
  expect(await unwrapWithPrivateKey(privateKey, wrapped)).toEqual(sent)
})

test('what is sent has the sizes that Commander knows', () => {
  const { salt, verifier, encryptedDataKey, publicKey, encryptedPrivateKey } = keys
  const sizes = [salt, verifier, encryptedDataKey, publicKey, encryptedPrivateKey].map(
    ({ length }) => length,
  )
  expect(sizes).toEqual([16, 32, 100, 65, 60])
})

test('the verifier is the SHA-256 of what PBKDF2 makes, as Commander sends it', () => {
  const stretched = pbkdf2Sync(password, keys.salt, keys.iterations, 32, 'sha256')
  expect(Buffer.from(keys.verifier)).toEqual(createHash('sha256').update(stretched).digest())
})

test('the data key is wrapped as Commander unwraps it: header, then the key twice under AES-CBC without padding', () => {
  const blob = Buffer.from(keys.encryptedDataKey)
  expect(blob[0]).toBe(1)
  expect(blob.readUIntBE(1, 3)).toBe(keys.iterations)
  expect(Uint8Array.from(blob.subarray(4, 20))).toEqual(keys.salt)

  const key = pbkdf2Sync(password, blob.subarray(4, 20), blob.readUIntBE(1, 3), 32, 'sha256')
  const decipher = createDecipheriv('aes-256-cbc', key, blob.subarray(20, 36)).setAutoPadding(false)
  const twice = Buffer.concat([decipher.update(blob.subarray(36)), decipher.final()])
  expect(twice).toEqual(Buffer.concat([keys.dataKey, keys.dataKey]))
})

test('another password proves nothing and opens nothing', async () => {
  const { verifier, wrappingKey } = await unlock({ ...keys, password: 'correct horse batter' })
  expect(verifier).not.toEqual(keys.verifier)
  await expect(openDataKey(wrappingKey, keys.encryptedDataKey)).rejects.toThrow(
    'the password is wrong',
  )
})

test('a new password opens the same data key, under a new salt', async () => {
  const changed = await lockDataKey(keys.dataKey, { password: 'a better password' })
  const { wrappingKey } = await unlock({ ...changed, password: 'a better password' })
  expect(await openDataKey(wrappingKey, changed.encryptedDataKey)).toEqual(keys.dataKey)
  expect(changed.salt).not.toEqual(keys.salt)
})

test('a data key that was changed in any byte does not open', async () => {
  const { wrappingKey } = await unlock({ ...keys, password })
  for (let at = 20; at < 100; at++) {
    const changed = keys.encryptedDataKey.map((byte, index) => (index === at ? byte ^ 1 : byte))
    await expect(openDataKey(wrappingKey, changed)).rejects.toThrow('does not open')
  }
  await expect(openDataKey(wrappingKey, keys.encryptedDataKey.slice(1))).rejects.toThrow(
    '100 bytes',
  )
})

describe('what cannot be safe is refused', () => {
  test('a short or an endless password', async () => {
    await expect(createAccountKeys({ password: 'short' })).rejects.toThrow('at least 8')
    await expect(createAccountKeys({ password: 'x'.repeat(2000) })).rejects.toThrow('at most 1024')
  })

  test.each([1, 999_999, 10_000_001, 1_500_000.5, Number.NaN])(
    'a server that asks for %d iterations, before the password is used',
    async (iterations) => {
      await expect(unlock({ ...keys, iterations, password })).rejects.toThrow('iterations')
    },
  )

  test('a salt of another length', async () => {
    const salt = new Uint8Array(8)
    await expect(unlock({ ...keys, salt, password })).rejects.toThrow('16 bytes')
  })
})
