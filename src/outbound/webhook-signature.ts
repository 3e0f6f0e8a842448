import { createHmac, createPrivateKey, sign } from 'node:crypto'
import { invalid } from '../kernel/errors.ts'

/**
 * Signs what is sent (Standard Webhooks 1.0): over `id.timestamp.body`, with each key. A secret of `whsec_` and base64 makes a
 * `v1` signature (HMAC-SHA256), one of `whsk_` a `v1a` signature (Ed25519). Several keys are for a rotation: the receiver
 * takes a message when one of them fits.
 */

export type Signed = {
  readonly id: string
  /** When it is sent. */
  readonly at: Date
  readonly body: string
}

const symmetric = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/
const asymmetric = /^whsk_[A-Za-z0-9+/]{43}=$|^whsk_[A-Za-z0-9+/]{86}==$/

export const isSigningKey = (key: string): boolean => symmetric.test(key) || asymmetric.test(key)

/** PKCS#8 of an Ed25519 key is this and the 32 bytes of its seed (RFC 8410 §7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const seedBytes = 32

function signatureWith(key: string, content: string): string {
  const bytes = Buffer.from(key.slice(key.indexOf('_') + 1), 'base64')
  if (symmetric.test(key))
    return `v1,${createHmac('sha256', bytes).update(content).digest('base64')}`
  if (!asymmetric.test(key)) throw invalid('a signing key is neither whsec_… nor whsk_…')
  const der = Buffer.concat([pkcs8, bytes.subarray(0, seedBytes)])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return `v1a,${sign(null, Buffer.from(content), privateKey).toString('base64')}`
}

export function signatureHeaders(
  { id, at, body }: Signed,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const content = `${id}.${timestamp}.${body}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(keys.length > 0 && {
      'webhook-signature': keys.map((key) => signatureWith(key, content)).join(' '),
    }),
  }
}
