import { z } from 'zod'

/** A Keeper UID: base64url of 16 bytes. */
export const uid = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected a UID of 22 characters')

/** A wrapped key: GCM (60 bytes), CBC (64) or ECIES (125). */
export const wrappedKey = z.base64({ error: 'expected base64' }).min(64).max(400)

/** The largest record that is accepted, as base64 of its ciphertext: a megabyte and its padding. */
const mostRecordData = 1_500_000

export const recordData = z.base64({ error: 'expected base64' }).min(40).max(mostRecordData)
export const titleData = z.base64({ error: 'expected base64' }).min(40).max(4_000)
