import { z } from 'zod'

const blob = (bytes: number) => z.base64({ error: 'expected base64' }).min(1).max(bytes)

/** How many PBKDF2 rounds the server accepts from a client, and the most that it will ask of one. */
export const leastIterations = 1_000_000

/** What a client makes from a master password. All of it is useless without the password. */
export const passwordKeys = z.strictObject({
  salt: blob(64),
  iterations: z.int().min(leastIterations).max(100_000_000),
  /** argon2id of the client's verifier: the edge hashes it, so that no action ever holds the verifier itself. */
  verifier_hash: z.string().max(200),
  encrypted_data_key: blob(400),
})

export const accountKeys = passwordKeys.extend({
  public_key: blob(200),
  encrypted_private_key: blob(1_000),
})
