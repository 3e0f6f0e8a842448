import { invalid } from '../kernel/errors.ts'
import { decodeHash, encodeBase64, strictBase64 } from './base64.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { parseDecimal } from './decimal.ts'
import { type Hash, leafHash } from './hash.ts'
import type { NoteVerifier } from './note-key.ts'
import { isIncluded } from './proof-check.ts'

/**
 * All that is needed to check one entry offline (c2sp.org/tlog-proof@v1): its index, its inclusion proof and the signed
 * checkpoint, verbatim, that the proof leads to. `extra` is for the application and proved by nothing.
 */
export type TlogProof = {
  readonly index: number
  readonly hashes: readonly Hash[]
  readonly checkpoint: string
  readonly extra?: Uint8Array
}

const heading = 'c2sp.org/tlog-proof@v1'

/** The proof as text; files of it end in `.tlog-proof`. */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const extraLine = extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]
  const lines = [heading, ...extraLine, `index ${index}`, ...hashes.map(encodeBase64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Reads what `formatTlogProof` wrote; `invalid` for any other spelling. Proves nothing: see `verifyTlogProof`. */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (first !== heading) throw invalid(`A proof begins with "${heading}" and ends in a checkpoint.`)
  const extraText = lines[0]?.startsWith('extra ') ? lines.shift() : undefined
  const [indexText = '', ...hashTexts] = lines
  if (!indexText.startsWith('index ')) throw invalid('The proof does not say "index N".')
  return {
    index: parseDecimal(indexText.slice('index '.length)),
    hashes: hashTexts.map(decodeHash),
    checkpoint: text.slice(end + 2),
    ...(extraText !== undefined && { extra: decodeExtra(extraText) }),
  }
}

function decodeExtra(line: string): Uint8Array {
  const bytes = strictBase64(line.slice('extra '.length))
  if (bytes === undefined) throw invalid('The extra data of the proof is not standard base64.')
  return bytes
}

/** An entry (the bytes that the log holds), the proof that came with it, and the keys that are trusted. */
export type ProvenEntry = {
  readonly entry: string | Uint8Array
  readonly proof: string
  readonly verifiers: readonly NoteVerifier[]
}

/**
 * Checks that the log which signed the checkpoint holds this very entry, and says where and in which log. `invalid`,
 * with the reason, when anything in the proof is malformed, unsigned or does not fit the entry.
 */
export function verifyTlogProof({ entry, proof, verifiers }: ProvenEntry): {
  readonly index: number
  readonly checkpoint: Checkpoint
} {
  const { index, hashes, checkpoint: note } = parseTlogProof(proof)
  const checkpoint = openCheckpoint(note, verifiers)
  const { size, root } = checkpoint
  if (!isIncluded({ leaf: leafHash(entry), index, size, root, proof: hashes }))
    throw invalid(
      `The proof does not fit: the log ${checkpoint.origin} of ${size} entries does not hold this entry at index ${index}.`,
    )
  return { index, checkpoint }
}
