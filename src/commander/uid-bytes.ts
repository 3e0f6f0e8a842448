/** A UID as Commander sends it: its 16 bytes. */
export const uidBytes = (uid: string): Uint8Array => Buffer.from(uid, 'base64url')

/** A UID of ours from its bytes. */
export const uidOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** What we keep as base64. */
export const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
