import { createDecipheriv } from 'node:crypto'
import { platform } from '@keeper-security/secrets-manager-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptCbc, encryptCbc } from './aes-cbc.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { randomBytes, utf8 } from './bytes.ts'

const text = utf8('attack at dawn')
const plain = fc.uint8Array({ maxLength: 200 }).map((array) => Uint8Array.from(array))
const flipped = (blob: Uint8Array<ArrayBuffer>, at: number) =>
  blob.map((byte, index) => (index === at ? byte ^ 1 : byte))

describe.each([
  { name: 'AES-GCM', cbc: false, encrypt: encryptGcm, decrypt: decryptGcm },
  { name: 'AES-CBC', cbc: true, encrypt: encryptCbc, decrypt: decryptCbc },
])('$name', ({ cbc, encrypt, decrypt }) => {
  test('gives back every text, and never the same blob twice', async () => {
    const key = randomBytes(32)
    await fc.assert(
      fc.asyncProperty(plain, async (data) => {
        const blob = await encrypt(key, data)
        expect(await decrypt(key, blob)).toEqual(data)
        expect(await encrypt(key, data)).not.toEqual(blob)
      }),
      { numRuns: 30 },
    )
  })

  test('is read by the official SDK, and reads what it wrote', async () => {
    const key = randomBytes(32)
    const theirs = await platform.encryptWithKey(text, key, cbc)
    expect(await decrypt(key, Uint8Array.from(theirs))).toEqual(text)
    const read = await platform.decryptWithKey(await encrypt(key, text), key, cbc)
    expect(Uint8Array.from(read)).toEqual(text)
  })

  test('refuses a blob that is cut off', async () => {
    const key = randomBytes(32)
    const blob = await encrypt(key, text)
    await expect(decrypt(key, blob.slice(0, 15))).rejects.toThrow('cut off')
    await expect(decrypt(key, new Uint8Array())).rejects.toThrow('cut off')
  })
})

test('AES-GCM refuses another key and a change of any byte', async () => {
  const key = randomBytes(32)
  const blob = await encryptGcm(key, text)
  await expect(decryptGcm(randomBytes(32), blob)).rejects.toThrow('does not open')
  for (let at = 0; at < blob.length; at++)
    await expect(decryptGcm(key, flipped(blob, at))).rejects.toThrow('does not open')
})

test('an AES-GCM blob is IV, ciphertext and tag, as Node reads it', async () => {
  const key = randomBytes(32)
  const blob = await encryptGcm(key, text)
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12))
  decipher.setAuthTag(blob.subarray(-16))
  const out = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()])
  expect(out.toString()).toBe('attack at dawn')
})

test('AES-CBC refuses padding that does not fit', async () => {
  const key = randomBytes(32)
  const blob = await encryptCbc(key, text)
  // The last byte of the padding, 2, becomes 3 while the byte before the padding stays text.
  await expect(decryptCbc(key, flipped(blob, 15))).rejects.toThrow('does not open')
})
