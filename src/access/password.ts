import { hash, verify } from '@node-rs/argon2'
import { random } from '../kernel/ids.ts'
import { inTurns } from '../kernel/in-turns.ts'

/** OWASP's second choice for argon2id: 19 MiB, two passes. The verifier already cost the client 1,000,000 rounds. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * argon2id runs in Node's thread pool, whose four threads also flush the log and check devices' signatures: many who log in
 * at once must not hold them all.
 */
const inTurn = inTurns(2)

/** What the server keeps of a verifier, the value that a client derives from the master password. */
export const hashVerifier = (verifier: string): Promise<string> =>
  inTurn(() => hash(verifier, cost))

let nobody: Promise<string> | undefined

/**
 * Whether the verifier is the one that was hashed. Without a hash (nobody has that name) it takes the same time and says
 * no, so that an answer does not tell which names exist.
 */
export async function isVerifier(verifier: string, hashed: string | undefined): Promise<boolean> {
  nobody ??= hashVerifier(random(32).toString('base64'))
  const known = hashed ?? (await nobody)
  const matches = await inTurn(() => verify(known, verifier))
  return matches && hashed !== undefined
}
