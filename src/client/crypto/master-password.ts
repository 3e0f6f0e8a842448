import { invalid } from '../../kernel/errors.ts'
import { type Bytes, utf8 } from './bytes.ts'

/** Below the first, a stolen verifier would be cheap to guess; above the second, a server could stall its clients. */
const minIterations = 1_000_000
const maxIterations = 10_000_000
const saltLength = 16

/** What a password is stretched with. Public, kept by the server, different for every account. */
export type Stretch = { readonly salt: Bytes; readonly iterations: number }

/** The two halves of a password. The first goes to the server, the second never leaves this side. */
export type Unlocked = { readonly verifier: Bytes; readonly wrappingKey: Bytes }

/** Refuses a stretch that a careless or hostile server might send, before any work is done under it. */
function checkStretch({ salt, iterations }: Stretch): void {
  if (salt.length !== saltLength) throw invalid('The salt of an account is 16 bytes.')
  const fits = Number.isInteger(iterations) && iterations >= minIterations
  if (!fits || iterations > maxIterations)
    throw invalid(
      `This account asks for ${iterations} PBKDF2 iterations; ${minIterations} to ${maxIterations} are allowed.`,
    )
}

/**
 * Master password to verifier and wrapping key, by the rule that Keeper Commander also speaks:
 * `wrappingKey = PBKDF2-HMAC-SHA256(password, salt, iterations, 32 bytes)` and `verifier = SHA-256(wrappingKey)`,
 * so the verifier gives nothing away about the key. Takes about half a second by design.
 */
export async function unlock(input: Stretch & { readonly password: string }): Promise<Unlocked> {
  checkStretch(input)
  const { subtle } = globalThis.crypto
  const { password, salt, iterations } = input
  const base = await subtle.importKey('raw', utf8(password), 'PBKDF2', false, ['deriveBits'])
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
  const wrappingKey = new Uint8Array(await subtle.deriveBits(algorithm, base, 256))
  return { wrappingKey, verifier: new Uint8Array(await subtle.digest('SHA-256', wrappingKey)) }
}
