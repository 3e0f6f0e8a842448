import { type Bytes, concat } from './bytes.ts'

const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/** A DER INTEGER (X.690 §8.3): no needless leading zeros, one zero in front when the top bit is set. */
function derInteger(number: Bytes): Bytes {
  const start = number.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? new Uint8Array(1) : number.subarray(start)
  const sign = (digits[0] ?? 0) > 0x7f ? [0] : []
  return Uint8Array.of(0x02, sign.length + digits.length, ...sign, ...digits)
}

/** A P-256 signature from WebCrypto's form, `r(32) | s(32)`, to `ECDSA-Sig-Value` in DER (RFC 3279 §2.2.3). */
export function derSignature(fixed: Bytes): Bytes {
  const body = concat(derInteger(fixed.subarray(0, 32)), derInteger(fixed.subarray(32)))
  return concat(Uint8Array.of(0x30, body.length), body)
}

/** ECDSA P-256 with SHA-256, DER, under a PKCS#8 key: what the `Authorization: Signature` header carries. */
export async function sign(privateKey: Bytes, message: Bytes): Promise<Bytes> {
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('pkcs8', privateKey, curve, false, ['sign'])
  const fixed = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, message)
  return derSignature(new Uint8Array(fixed))
}
