import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSigningKey, signatureHeaders } from './webhook-signature.ts'

const signed = { id: 'msg_1', at: new Date('2026-11-23T08:12:44.900Z'), body: '{"a":"é"}' }
const content = 'msg_1.1795421564.{"a":"é"}'

test('an Ed25519 key makes a v1a signature that its public key verifies', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const headers = signatureHeaders(signed, [`whsk_${seed.toString('base64')}`])
  const [version, signature = ''] = (headers['webhook-signature'] ?? '').split(',')
  expect(version).toBe('v1a')
  expect(headers['webhook-timestamp']).toBe(content.split('.')[1])
  const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }))
  expect(verify(null, Buffer.from(content), key, Buffer.from(signature, 'base64'))).toBe(true)
  expect(verify(null, Buffer.from(`${content} `), key, Buffer.from(signature, 'base64'))).toBe(
    false,
  )
})

test('without a key there is no signature, but a number to tell repetitions by', () => {
  expect(signatureHeaders(signed, [])).toEqual({
    'webhook-id': 'msg_1',
    'webhook-timestamp': expect.any(String),
  })
})

test.each(['whsec_short', 'secret', `whsk_${'A'.repeat(20)}=`, ''])('%j is no key', (key) => {
  expect(isSigningKey(key)).toBe(false)
})
