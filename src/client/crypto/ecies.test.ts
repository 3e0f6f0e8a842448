import { createPrivateKey, createPublicKey, verify } from 'node:crypto'
import { inMemoryStorage, platform } from '@keeper-security/secrets-manager-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomBytes, utf8 } from './bytes.ts'
import { unwrapWithPrivateKey, wrapForPublicKey } from './ecies.ts'
import { generateKeyPair, privateKeyOf, scalarOf } from './key-pair.ts'
import { derSignature, sign } from './signature.ts'

const nodeKey = (privateKey: Uint8Array) =>
  createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' })

describe('a key pair', () => {
  test('is a point of 65 bytes and a PKCS#8 of 138 that Node reads as the same pair', async () => {
    const { publicKey, privateKey } = await generateKeyPair()
    expect([publicKey.length, publicKey[0], privateKey.length]).toEqual([65, 4, 138])
    const spki = createPublicKey(nodeKey(privateKey)).export({ format: 'der', type: 'spki' })
    expect(Uint8Array.from(spki.subarray(-65))).toEqual(publicKey)
  })

  test('is rebuilt from its private number and its point', async () => {
    const { publicKey, privateKey } = await generateKeyPair()
    expect(scalarOf(privateKey)).toHaveLength(32)
    expect(privateKeyOf(scalarOf(privateKey), publicKey)).toEqual(privateKey)
    expect(() => privateKeyOf(new Uint8Array(31), publicKey)).toThrow('32-byte number')
  })

  test('serves the SDK as the key of a device', async () => {
    const { publicKey, privateKey } = await generateKeyPair()
    const storage = inMemoryStorage({ privateKey: privateKey.toBase64() })
    platform.cleanKeyCache()
    const exported = await platform.exportPublicKey('privateKey', storage)
    expect(Uint8Array.from(exported)).toEqual(publicKey)
  })
})

describe('a key wrapped to a public key', () => {
  test('takes 125 bytes and is opened by the private key', async () => {
    const { publicKey, privateKey } = await generateKeyPair()
    const key = randomBytes(32)
    const blob = await wrapForPublicKey(publicKey, key)
    expect(blob).toHaveLength(125)
    expect(await unwrapWithPrivateKey(privateKey, blob)).toEqual(key)
  })

  test('is opened when the SDK made it', async () => {
    const { publicKey, privateKey } = await generateKeyPair()
    const blob = await platform.publicEncrypt(utf8('a record key'), publicKey)
    expect(await unwrapWithPrivateKey(privateKey, Uint8Array.from(blob))).toEqual(
      utf8('a record key'),
    )
  })

  test('stays closed for everybody else', async () => {
    const [mine, other] = [await generateKeyPair(), await generateKeyPair()]
    const blob = await wrapForPublicKey(mine.publicKey, randomBytes(32))
    await expect(unwrapWithPrivateKey(other.privateKey, blob)).rejects.toThrow('does not open')
    await expect(unwrapWithPrivateKey(mine.privateKey, blob.slice(0, 64))).rejects.toThrow(
      'not a P-256 public key',
    )
    await expect(wrapForPublicKey(new Uint8Array(65), randomBytes(32))).rejects.toThrow(
      'not a P-256 public key',
    )
  })
})

describe('a signature', () => {
  test('verifies with Node, whatever its numbers look like', async () => {
    const { privateKey } = await generateKeyPair()
    const key = createPublicKey(nodeKey(privateKey))
    // Half of all numbers need a sign byte, one in 256 has a leading zero.
    for (let round = 0; round < 600; round++) {
      const message = randomBytes(20)
      const signature = await sign(privateKey, message)
      expect(verify('sha256', message, key, signature)).toBe(true)
    }
  })

  test.each([
    ['01'.repeat(32), '01'.repeat(32), `3044${`0220${'01'.repeat(32)}`.repeat(2)}`],
    ['ff'.repeat(32), `${'00'.repeat(31)}80`, `30270221${`00${'ff'.repeat(32)}`}02020080`],
    [`${'00'.repeat(31)}7f`, '00'.repeat(32), '300602017f020100'],
  ])('r %s and s %s become minimal integers', (r, s, der) => {
    expect(derSignature(Uint8Array.fromHex(r + s)).toHex()).toBe(der)
  })

  test('has integers without needless zeros and never negative', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (fixed) => {
        const der = derSignature(Uint8Array.from(fixed))
        const first = der.subarray(4, 4 + (der[3] ?? 0))
        expect(BigInt(`0x${first.toHex()}`)).toBe(BigInt(`0x${fixed.subarray(0, 32).toHex()}`))
        expect((first[0] ?? 0) < 0x80).toBe(true)
        expect(first[0] === 0 && first.length > 1 ? (first[1] ?? 0) > 0x7f : true).toBe(true)
        expect(der[1]).toBe(der.length - 2)
      }),
    )
  })
})
