import { invalid } from '../kernel/errors.ts'
import { decodeHash, encodeBase64 } from './base64.ts'
import { parseDecimal } from './decimal.ts'
import type { Hash } from './hash.ts'
import { openNote, signNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note-key.ts'

/** The head of a log: who it is (`origin`), how many entries it has, and their root hash (C2SP tlog-checkpoint). */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash }

/** The text that is signed: origin, decimal size and base64 root, a line each. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin)) throw invalid('The origin of a log is one line of text, not empty.')
  return `${origin}\n${size}\n${encodeBase64(root)}\n`
}

/**
 * Reads what `formatCheckpoint` wrote; `invalid` for any other spelling. Extension lines, which other logs may add, must
 * not be empty and are left out: they are opaque.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n')
  const [origin, size, root] = lines
  if (lines.pop() !== '' || lines.includes('') || origin === undefined || root === undefined)
    throw invalid(
      'This is not a checkpoint: a line each for the origin, the size and the root hash.',
    )
  return { origin, size: parseDecimal(size ?? ''), root: decodeHash(root) }
}

const isOrigin = (origin: string) => origin !== '' && !origin.includes('\n')

/** The checkpoint as a signed note. By custom the first signer's name is the origin; `openCheckpoint` insists on it. */
export const signCheckpoint = (checkpoint: Checkpoint, signers: readonly NoteSigner[]): string =>
  signNote(formatCheckpoint(checkpoint), signers)

/**
 * Checks a signed checkpoint and reads it. One of the known signatures must carry the origin as its name, so that the
 * key of one log cannot speak for another; `invalid` otherwise, and for all that `openNote` refuses.
 */
export function openCheckpoint(
  note: string | Uint8Array,
  verifiers: readonly NoteVerifier[],
): Checkpoint {
  const { text, signedBy } = openNote(note, verifiers)
  const checkpoint = parseCheckpoint(text)
  if (!signedBy.some(({ name }) => name === checkpoint.origin))
    throw invalid(
      `The checkpoint of ${checkpoint.origin} is signed by ${signedBy.map(({ name }) => name).join(', ')}, not by the log itself.`,
    )
  return checkpoint
}
