import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { Failure } from '../kernel/errors.ts'

type Values = Readonly<Record<string, unknown>>

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Seals and opens the secrets of targets and recipients with a key that is not in the database (docs/decisions/0030). */
export type Sealer = {
  seal(uid: string, values: Values): string
  /** Throws `conflict` when the key is another one than the secrets were sealed with. */
  open(uid: string, sealed: string): Values
}

/** `key`: 32 bytes. A sealed text belongs to its owner: it opens under no other UID. */
export const sealer = (key: Uint8Array): Sealer => ({
  seal(uid, values) {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(uid))
    const text = Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()])
    return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64')
  },
  open(uid, sealed) {
    const bytes = Buffer.from(sealed, 'base64')
    try {
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(uid))
        .setAuthTag(bytes.subarray(-tagBytes))
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
      return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as Values
    } catch (cause) {
      throw new Failure(
        'conflict',
        'these secrets were sealed with another target-key: put the right one into the data folder, or set them again',
        { cause },
      )
    }
  },
})

const isSecret = (schema: { meta?(): unknown } | undefined): boolean => {
  for (let inner = schema as z.ZodType | undefined; inner; ) {
    if (inner.meta()?.['secret'] === true) return true
    inner = (inner as { unwrap?(): z.ZodType }).unwrap?.()
  }
  return false
}

/** The names of the fields that nobody may read again. */
export const secretNames = ({ shape }: z.ZodObject): ReadonlySet<string> =>
  new Set(Object.keys(shape).filter((name) => isSecret(shape[name] as z.ZodType)))

/** Parts settings into what may be shown and what must not. */
export function partSettings(schema: z.ZodObject, settings: Values) {
  const names = secretNames(schema)
  const entries = Object.entries(settings)
  return {
    open: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  }
}
