import { invalid } from '../kernel/errors.ts'
import { encodeBase64, strictBase64 } from './base64.ts'
import { isKeyName, type KeyName, type NoteSigner, type NoteVerifier } from './note-key.ts'

/** A note whose text has been proved: `signedBy` are the known keys that signed it, each once, never empty. */
export type OpenedNote = { readonly text: string; readonly signedBy: readonly KeyName[] }

type Signature = KeyName & { readonly bytes: Uint8Array }

const idBytes = 4
const maxSignatures = 100
const maxNoteBytes = 1_000_000
const signatureLine = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/
// C2SP signed-note: no ASCII control character other than the newline.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u0009\u000b-\u001f]/

/**
 * Signs a text that ends in a newline (C2SP signed-note): the text, an empty line, a line for each signer. Several
 * signers are for the change of a key, when the old and the new one sign side by side.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text))
    throw invalid('A note is text without control characters, and ends in a newline.')
  if (signers.length === 0) throw invalid('A note needs at least one signer.')
  const lines = signers.map((signer) => {
    const bytes = Buffer.concat([Buffer.from(signer.id, 'hex'), signer.sign(text)])
    return `\u2014 ${signer.name} ${encodeBase64(bytes)}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * Checks a signed note (C2SP signed-note) and hands out its text. Signatures by other keys are ignored; `invalid` when
 * none is by a key in `verifiers`, when one of those is wrong, or when the note is malformed anywhere. At most 1 MB
 * and 100 signatures.
 */
export function openNote(
  note: string | Uint8Array,
  verifiers: readonly NoteVerifier[],
): OpenedNote {
  const { text, signatures } = splitNote(decodeNote(note))
  const signedBy = verifiers.filter((verifier) => isSigned(text, signatures, verifier))
  if (signedBy.length === 0)
    throw invalid(
      `No known key signed this note; it names ${signatures.map(({ name, id }) => `${name} (${id})`).join(', ')}.`,
    )
  return { text, signedBy: signedBy.map(({ name, id }) => ({ name, id })) }
}

const isNoteText = (text: string) =>
  text.endsWith('\n') && text.isWellFormed() && !controlCharacter.test(text)

function decodeNote(note: string | Uint8Array): string {
  if (note.length > maxNoteBytes)
    throw invalid(`A note has at most ${maxNoteBytes} bytes, not ${note.length}.`)
  if (typeof note === 'string') return note
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note)
  } catch (cause) {
    throw invalid('The note is not UTF-8 text.', { cause })
  }
}

function splitNote(note: string): { text: string; signatures: readonly Signature[] } {
  const end = note.lastIndexOf('\n\n') + 1
  if (end === 0 || !isNoteText(note))
    throw invalid('This is not a signed note: text, an empty line, and signature lines.')
  const lines = note.slice(end + 1, -1).split('\n')
  if (lines.length > maxSignatures)
    throw invalid(`A note has at most ${maxSignatures} signatures, not ${lines.length}.`)
  return { text: note.slice(0, end), signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): Signature {
  const [, name = '', encoded = ''] = signatureLine.exec(line) ?? []
  const bytes = strictBase64(encoded)
  if (bytes === undefined || bytes.length <= idBytes || !isKeyName(name))
    throw invalid(`The note has a malformed signature line: "${line.slice(0, 80)}".`)
  const id = Buffer.from(bytes.subarray(0, idBytes)).toString('hex')
  return { name, id, bytes: bytes.subarray(idBytes) }
}

function isSigned(text: string, signatures: readonly Signature[], verifier: NoteVerifier): boolean {
  const own = signatures.filter(({ name, id }) => name === verifier.name && id === verifier.id)
  if (own.some(({ bytes }) => !verifier.verify(text, bytes)))
    throw invalid(`The signature of ${verifier.name} (${verifier.id}) does not fit the note.`)
  return own.length > 0
}
