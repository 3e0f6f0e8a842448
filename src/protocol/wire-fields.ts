import { z } from 'zod'

/** Encrypted record data: the largest that a client of ours makes is one megabyte and its overhead. */
const mostData = 1_048_576 + 28
const mostUids = 1000

/** SDKs leave a member out, send null or send an empty string for the same thing. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional())

export const flag = z.preprocess((value) => value ?? false, z.boolean())

export const uid = z.string().regex(/^[\w-]{1,64}$/, 'must be a UID')

/** The UID of something new: 16 bytes. */
export const newUid = z
  .string()
  .regex(/^[\w-]{22}$/, 'must be a UID of 22 characters')
  .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text, {
    error: 'must be base64url of 16 bytes',
  })

/** UIDs of what is to go. An empty list is a mistake, not everything. */
export const someUids = z.array(uid).min(1, 'must name something').max(mostUids)

/**
 * UIDs that are asked for; an empty list asks for everything. Texts that are no UIDs pass, because clients bind
 * with an invented one and expect an empty answer.
 */
export const uids = z.preprocess(
  (value) => (Array.isArray(value) ? value.filter((item) => item !== '') : value || []),
  z.array(z.string().max(256)).max(mostUids),
)

/**
 * A blob of so many bytes, in either base64 alphabet, padded or not: SDKs differ. Comes out as standard base64 with
 * padding, the form in which blobs are stored and answered.
 */
export const blob = (least: number, most = least) =>
  z
    .string()
    .max(Math.ceil((most * 4) / 3) + 4)
    .regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'must be base64')
    .transform((text, { issues }) => {
      const bytes = Buffer.from(text, 'base64')
      if (bytes.length >= least && bytes.length <= most) return bytes.toString('base64')
      const message =
        least === most ? `must hold ${least} bytes` : `must hold ${least} to ${most} bytes`
      issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    })

const plainKey = blob(32)

/** A key under another by AES-GCM, and one wrapped to a public key. */
export const wrappedKey = blob(60)
export const sealedKey = blob(125)
/** A new record's key: wrapped to its owner, or by a client that does not know better as it is. */
export const recordKey = z.union([sealedKey, plainKey], 'must hold 125 bytes')
export const data = blob(28, mostData)
export const revision = z.int().min(0)
