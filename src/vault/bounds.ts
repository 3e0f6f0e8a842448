import { z } from 'zod'

/** A Keeper UID: base64url of 16 bytes. */
export const uid = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected a UID of 22 characters')

/** Whose account it is. One that names nobody is not found, whatever it looks like. */
export const accountUid = z.string().max(64)

/** A wrapped key: GCM (60 bytes), CBC (64) or ECIES (125). */
export const wrappedKey = z.base64({ error: 'expected base64' }).min(64).max(400)

/** The largest record that is accepted, as base64 of its ciphertext: a megabyte and its padding. */
const mostRecordData = 1_500_000

export const recordData = z.base64({ error: 'expected base64' }).min(40).max(mostRecordData)
/** What kind a link of a record is, as SDKs compare it. */
export const linkPath = z.string().regex(/^\w{1,64}$/, 'expected a path such as meta')

/** What a link holds: some settings as JSON, and what encrypting them adds. */
export const linkData = z.base64({ error: 'expected base64' }).min(1).max(64_000)

/** A name or title: the longest that a client takes, with every character escaped. */
export const titleData = z.base64({ error: 'expected base64' }).min(40).max(12_000)

/** Base64 of exactly so many bytes. */
const exactly = (bytes: number) =>
  z
    .base64({ error: 'expected base64' })
    .length(4 * Math.ceil(bytes / 3), `expected base64 of ${bytes} bytes`)
    .refine((text) => Buffer.from(text, 'base64').length === bytes, {
      error: `expected base64 of ${bytes} bytes`,
    })

/** A key under another with AES-GCM: what SDKs open without looking at its length. */
export const gcmWrappedKey = exactly(60)

/** A key to somebody's public key: point, nonce, key, tag. */
export const eciesWrappedKey = exactly(125)

/** An uncompressed P-256 point. */
export const publicKey = exactly(65)

/** What a device is known by: HMAC-SHA512 of its one-time token. */
export const clientId = exactly(64)

const mostAtOnce = 500

/** A list without the same entry twice; `what` names an entry in the sentence. */
export const severalOf = <Item extends z.ZodType>(
  item: Item,
  what: string,
  keyOf: (entry: z.output<Item>) => string,
) =>
  z
    .array(item)
    .min(1, `name at least one ${what}`)
    .max(mostAtOnce, `at most ${mostAtOnce} at once`)
    .refine((list) => new Set(list.map(keyOf)).size === list.length, {
      error: `the same ${what} is named twice`,
    })

export const uids = (what: string) => severalOf(uid, what, (one) => one)
