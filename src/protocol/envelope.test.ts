import {
  createECDH,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto'
import { platform } from '@keeper-security/secrets-manager-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import {
  type Envelope,
  importDeviceKey,
  openEnvelope,
  sealResponse,
  verifySignature,
} from './envelope.ts'
import { pointOf } from './public-key.ts'
import { generateServerKeyPem, readServerKey } from './server-key.ts'

const server = readServerKey(generateServerKeyPem())
const serverPoint = Buffer.from(server.publicKey, 'base64url')
const device = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A request as the official SDK's own cryptography makes it. */
async function request(payload: string | Uint8Array = '{"clientId":"x"}') {
  const transmissionKey = randomBytes(32)
  const wrapped = Buffer.from(await platform.publicEncrypt(transmissionKey, serverPoint))
  const body = Buffer.from(await platform.encryptWithKey(Buffer.from(payload), transmissionKey))
  const signature = sign('sha256', Buffer.concat([wrapped, body]), device.privateKey)
  const envelope: Envelope = {
    transmissionKey: wrapped.toString('base64'),
    authorization: `Signature ${signature.toString('base64')}`,
    body,
  }
  return { transmissionKey, wrapped, envelope }
}

const open = (envelope: Envelope) => openEnvelope(envelope, server)
const failure = (message: RegExp) =>
  expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(message) })
const refused = (envelope: Envelope, message: RegExp): Promise<void> =>
  expect(open(envelope)).rejects.toEqual(failure(message))

test('what the official SDK seals is opened, and its signature verifies', async () => {
  const { envelope, transmissionKey, wrapped } = await request()
  const opened = await open(envelope)
  expect(opened.payload).toEqual({ clientId: 'x' })
  expect(opened.transmissionKey).toEqual(transmissionKey)
  expect(opened.replayHash).toEqual(createHash('sha256').update(wrapped).digest())
  expect(await verifySignature(device.publicKey, opened)).toBe(true)
})

test('the SDK opens the answer', async () => {
  const { envelope } = await request()
  const { transmissionKey } = await open(envelope)
  const sealed = sealResponse(transmissionKey, { appData: 'é', records: [] })
  const plain = await platform.decryptWithKey(sealed, transmissionKey)
  expect(JSON.parse(platform.bytesToString(plain))).toEqual({ appData: 'é', records: [] })
})

test('headers are read in either base64 alphabet, padded or not', async () => {
  const { envelope, transmissionKey } = await request()
  for (const change of [
    (text: string) => text.replace(/=+$/, ''),
    (text: string) => text.replaceAll('+', '-').replaceAll('/', '_'),
  ]) {
    const opened = await open({
      ...envelope,
      transmissionKey: change(envelope.transmissionKey ?? ''),
      authorization: change(envelope.authorization ?? ''),
    })
    expect(opened.transmissionKey).toEqual(transmissionKey)
  }
})

test('a shared X coordinate with leading zeros keeps its 32 bytes', async () => {
  // Search an ephemeral key whose ECDH with the server begins with a zero byte: one in 256 does.
  const ecdh = createECDH('prime256v1')
  let shared = Buffer.alloc(0)
  do {
    ecdh.generateKeys()
    shared = ecdh.computeSecret(serverPoint)
  } while (shared[0] !== 0)
  const key = randomBytes(32)
  const sealed = encryptGcm(createHash('sha256').update(shared).digest(), key)
  const opened = await open({
    transmissionKey: Buffer.concat([ecdh.getPublicKey(), sealed]).toString('base64'),
    authorization: 'Signature AAAA',
    body: encryptGcm(key, Buffer.from('{}')),
  })
  expect(opened.transmissionKey).toEqual(key)
})

describe('a malformed request is refused with a sentence', () => {
  test('headers that are missing or of another form', async () => {
    const { envelope } = await request()
    await refused({ ...envelope, transmissionKey: undefined }, /TransmissionKey is missing/)
    await refused({ ...envelope, transmissionKey: 'AAAA' }, /base64 of 125 bytes/)
    await refused({ ...envelope, transmissionKey: '!'.repeat(168) }, /base64 of 125 bytes/)
    await refused({ ...envelope, transmissionKey: 'A'.repeat(100_000) }, /base64 of 125 bytes/)
    await refused({ ...envelope, authorization: undefined }, /Authorization must be/)
    await refused({ ...envelope, authorization: 'Bearer abc' }, /Authorization must be/)
    await refused({ ...envelope, authorization: 'Signature ' }, /Authorization must be/)
    await refused(
      { ...envelope, authorization: `Signature ${'A'.repeat(120)}` },
      /Authorization must be/,
    )
  })

  test('an ephemeral key that is no point of the curve', async () => {
    const { envelope, wrapped } = await request()
    const at = (byte: number, value: number) => {
      const changed = Buffer.from(wrapped)
      changed[byte] = value
      return { ...envelope, transmissionKey: changed.toString('base64') }
    }
    await refused(at(0, 0x02), /65-byte uncompressed P-256 point/)
    await refused(at(1, (wrapped[1] ?? 0) ^ 1), /not a point of the curve|another server's key/)
    const origin = Buffer.concat([Buffer.of(4), Buffer.alloc(64), wrapped.subarray(65)])
    await refused(
      { ...envelope, transmissionKey: origin.toString('base64') },
      /not a point of the curve/,
    )
  })

  test('a key for another server names the configuration to change', async () => {
    const { envelope } = await request()
    const other = readServerKey(generateServerKeyPem())
    await expect(openEnvelope(envelope, other)).rejects.toEqual(failure(/serverPublicKeyId/))
  })

  test('a body that is empty, cut off or changed', async () => {
    const { envelope } = await request()
    const changed = Buffer.from(envelope.body)
    changed[20] = (changed[20] ?? 0) ^ 1
    for (const body of [
      Buffer.alloc(0),
      envelope.body.subarray(0, 27),
      envelope.body.subarray(1),
      changed,
    ])
      await refused({ ...envelope, body }, /cut off or was changed/)
  })

  test.each([
    ['no JSON', 'hello', /not JSON/],
    ['a list', '[]', /JSON object/],
    ['null', 'null', /JSON object/],
    ['a number', '7', /JSON object/],
    ['nothing', '', /not JSON/],
    ['bytes that are not UTF-8', Buffer.of(0x7b, 0xff, 0x7d), /not UTF-8/],
  ])('a payload that is %s', async (_name, payload, message) => {
    const { envelope } = await request(payload)
    await refused(envelope, message)
  })

  test('whatever else arrives: never another error than a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.string(), { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        fc.uint8Array({ maxLength: 300 }),
        async (transmissionKey, authorization, body) => {
          await refused({ transmissionKey, authorization, body }, /^The /)
        },
      ),
    )
  })

  test('125 arbitrary bytes are refused as well', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 124, maxLength: 124 }), async (rest) => {
        const transmissionKey = Buffer.concat([Buffer.of(4), rest]).toString('base64')
        const envelope = {
          transmissionKey,
          authorization: 'Signature AAAA',
          body: Buffer.alloc(40),
        }
        await refused(envelope, /./)
      }),
    )
  })
})

describe('a signature', () => {
  test('of another device, over another body or under another key is a no', async () => {
    const { envelope } = await request()
    const opened = await open(envelope)
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(await verifySignature(other.publicKey, opened)).toBe(false)
    const signedBytes = Buffer.concat([opened.signedBytes, Buffer.of(0)])
    expect(await verifySignature(device.publicKey, { ...opened, signedBytes })).toBe(false)
  })

  test('that is not DER is a no', async () => {
    const { signedBytes } = await open((await request()).envelope)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 72 }), async (bytes) => {
        const signature = Buffer.from(bytes)
        expect(await verifySignature(device.publicKey, { signedBytes, signature })).toBe(false)
      }),
    )
  })
})

test('a device key goes through its 65 bytes and back', () => {
  const point = pointOf(device.publicKey)
  expect(point.length).toBe(65)
  expect(importDeviceKey(point).equals(createPublicKey(device.privateKey))).toBe(true)
  expect(() => importDeviceKey(point.subarray(1))).toThrow(failure(/65-byte/))
})

test('AES-GCM blobs agree with the SDK in both directions', async () => {
  const key = randomBytes(32)
  const text = Buffer.from('attack at dawn')
  const theirs = Buffer.from(await platform.encryptWithKey(text, key))
  expect(decryptGcm(key, theirs)).toEqual(text)
  expect(Buffer.from(await platform.decryptWithKey(encryptGcm(key, text), key))).toEqual(text)
  expect(decryptGcm(randomBytes(32), theirs)).toBeUndefined()
})
