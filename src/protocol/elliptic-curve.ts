import { diffieHellman, type KeyObject, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { inStep } from '../kernel/in-step.ts'

/** The two operations on P-256 that every device request needs: with both, most of its crypto. */
type EllipticCurve = {
  /** The 32 bytes of X that two keys agree on (ECDH). */
  agree(keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }): Promise<Buffer>
  /** Whether a signature holds (ECDSA with SHA-256, in DER). Malformed DER is a plain no. */
  verify(key: KeyObject, signed: Uint8Array, signature: Uint8Array): Promise<boolean>
}

const agreeInPool = promisify(diffieHellman)
const verifyInPool = promisify(verify)

/** In Node's thread pool, while the main thread goes on with other requests. What is done goes on in step. */
const inPool: EllipticCurve = {
  agree: (keys) => inStep(agreeInPool(keys)),
  verify: (key, signed, signature) => inStep(verifyInPool('sha256', signed, key, signature)),
}

/** Where the caller stands: with a single core, a thread more only costs the changes between the two. */
const atOnce: EllipticCurve = {
  agree: async (keys) => diffieHellman(keys),
  verify: async (key, signed, signature) => verify('sha256', signed, key, signature),
}

/** A second core takes more than half of a device's read (docs/decisions/0015). */
export const p256: EllipticCurve = availableParallelism() > 1 ? inPool : atOnce
