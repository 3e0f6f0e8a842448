import type { z } from 'zod'
import { Failure } from '../kernel/errors.ts'
import { openText, sealText } from '../kernel/sealed-text.ts'

type Values = Readonly<Record<string, unknown>>

/** Seals and opens the secrets of targets and recipients with a key that is not in the database (docs/decisions/0030). */
export type Sealer = {
  seal(uid: string, values: Values): string
  /** Throws `conflict` when the key is another one than the secrets were sealed with. */
  open(uid: string, sealed: string): Values
}

/** `key`: 32 bytes. A sealed text belongs to its owner: it opens under no other UID. */
export const sealer = (key: Uint8Array): Sealer => ({
  seal: (uid, values) => sealText(key, uid, JSON.stringify(values)),
  open(uid, sealed) {
    try {
      return JSON.parse(openText(key, uid, sealed)) as Values
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
