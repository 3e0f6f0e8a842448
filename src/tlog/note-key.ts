import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { invalid } from '../kernel/errors.ts'
import { encodeBase64, strictBase64 } from './base64.ts'

/** Who signed: the tuple that C2SP signed-note identifies a key by. `id` is 8 hex digits. */
export type KeyName = { readonly name: string; readonly id: string }

/** `vkey` is the public half, for everyone who wants to check what is signed. */
export type NoteSigner = KeyName & {
  readonly vkey: string
  readonly sign: (text: string) => Uint8Array
}

export type NoteVerifier = KeyName & {
  readonly verify: (text: string, signature: Uint8Array) => boolean
}

/** A new key pair in the text form of Go's sumdb: `vkey` for everyone, `skey` for the log alone. */
export type NoteKeyPair = { readonly vkey: string; readonly skey: string }

const ed25519 = 0x01
const keyBytes = 32

// RFC 8410 §7 and §4: the fixed DER bytes before the 32 bytes of an Ed25519 private and public key.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

const badName = /[+\p{White_Space}\p{Cc}]/u

/** Whether a key may have this name: not empty, no white space, no `+` (C2SP signed-note). */
export const isKeyName = (name: string): boolean =>
  name !== '' && name.isWellFormed() && !badName.test(name)

/** The key id: the first four bytes of SHA-256(name ‖ "\n" ‖ type ‖ public key) (C2SP signed-note). */
const keyId = (name: string, publicKey: Uint8Array, type = ed25519): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed(publicKey, type)])).slice(0, 8)

const formatVkey = (name: string, publicKey: Uint8Array): string =>
  `${name}+${keyId(name, publicKey)}+${encodeBase64(typed(publicKey))}`

const typed = (key: Uint8Array, type = ed25519) => Buffer.concat([Uint8Array.of(type), key])

/** Makes an Ed25519 key pair for the log or person of that name; by custom the log's origin. */
export function generateNoteKey(name: string): NoteKeyPair {
  if (!isKeyName(name))
    throw invalid(`"${name}" cannot name a key: use a name without spaces and "+".`)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Head.length)
  const raw = rawPublicKey(publicKey)
  return {
    vkey: formatVkey(name, raw),
    skey: `PRIVATE+KEY+${name}+${keyId(name, raw)}+${encodeBase64(typed(seed))}`,
  }
}

/** Reads `PRIVATE+KEY+<name>+<id>+<base64>`; `invalid` unless all parts fit together. */
export function noteSigner(skey: string): NoteSigner {
  const shape = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/s
  const { name, id, key } = parseKey(skey, { shape, type: ed25519 })
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Head, key]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = rawPublicKey(createPublicKey(privateKey))
  requireId(id, keyId(name, publicKey))
  const vkey = formatVkey(name, publicKey)
  return { name, id, vkey, sign: (text) => sign(null, Buffer.from(text), privateKey) }
}

/** A key that others verify with, and whose it is. */
export type PublicNoteKey = KeyName & { readonly publicKey: KeyObject }

/** Reads the `<name>+<id>+<base64>` of an Ed25519 key of that signature type; `invalid` unless all parts fit together. */
export function publicNoteKey(vkey: string, type: number): PublicNoteKey {
  const { name, id, key } = parseKey(vkey, { shape: /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s, type })
  requireId(id, keyId(name, key, type))
  const der = Buffer.concat([spkiHead, key])
  return { name, id, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/** Reads the public key of whoever signs notes; `invalid` unless all parts fit together. */
export function noteVerifier(vkey: string): NoteVerifier {
  const { name, id, publicKey } = publicNoteKey(vkey, ed25519)
  return {
    name,
    id,
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, signature),
  }
}

const rawPublicKey = (key: KeyObject): Uint8Array =>
  key.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length)

// The message never quotes the text: it may be a private key.
function parseKey(text: string, { shape, type }: { shape: RegExp; type: number }) {
  const [, name = '', id = '', encoded = ''] = shape.exec(text) ?? []
  if (!isKeyName(name)) throw malformed()
  const bytes = strictBase64(encoded)
  if (bytes?.length !== 1 + keyBytes || bytes[0] !== type) throw malformed()
  return { name, id, key: bytes.subarray(1) }
}

function requireId(written: string, computed: string): void {
  if (written !== computed)
    throw invalid(`The key says its id is ${written}, but it is ${computed}: copy the key again.`)
}

const malformed = () =>
  invalid('This is not an Ed25519 note key of the form name+id+base64: copy the whole line.')
