import { verify } from 'node:crypto'
import { openNote } from './note.ts'
import { type NoteVerifier, publicNoteKey } from './note-key.ts'

const ed25519Cosignature = 0x04
const timestampBytes = 8
const mostSeconds = 2n ** 63n

/**
 * Reads a witness's `<name>+<id>+<base64>`, whose signature type is 0x04; `invalid` unless all parts fit together. Its
 * signatures (C2SP tlog-cosignature, Ed25519) are the seconds since 1970 as 64 bits and a signature over
 * "cosignature/v1", that time and the text of the checkpoint.
 */
export function cosignatureVerifier(vkey: string): NoteVerifier {
  const { name, id, publicKey } = publicNoteKey(vkey, ed25519Cosignature)
  return {
    name,
    id,
    verify(text, signature) {
      if (signature.length <= timestampBytes) return false
      const bytes = Buffer.from(signature)
      const seconds = bytes.readBigUInt64BE()
      if (seconds >= mostSeconds) return false
      const message = `cosignature/v1\ntime ${seconds}\n${text}`
      return verify(null, Buffer.from(message), publicKey, bytes.subarray(timestampBytes))
    },
  }
}

/**
 * The note with the first line of a witness's answer that is its cosignature of this note, in the place of any that it
 * gave before; undefined without one.
 */
export function withCosignature(
  note: string,
  answer: string,
  witness: NoteVerifier,
): string | undefined {
  const end = note.lastIndexOf('\n\n') + 1
  const text = note.slice(0, end)
  const isOwn = (line: string) => isCosigned(`${text}\n${line}\n`, witness)
  const line = answer.split('\n').find(isOwn)
  if (line === undefined) return undefined
  const others = note
    .slice(end + 1, -1)
    .split('\n')
    .filter((each) => !isOwn(each))
  return [text, ...others, line, ''].join('\n')
}

/** Whether the witness has cosigned this note, and says nothing false about it. */
export function isCosigned(note: string, witness: NoteVerifier): boolean {
  try {
    return openNote(note, [witness]).signedBy.length > 0
  } catch {
    return false
  }
}
