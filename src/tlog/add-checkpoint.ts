import { encodeBase64 } from './base64.ts'
import type { Hash } from './hash.ts'

/** A checkpoint for a witness that has cosigned the first `old` entries, or none, and the proof of the growth since. */
export type AddCheckpoint = {
  readonly old: number
  readonly proof: readonly Hash[]
  readonly note: string
}

/** The body of a request to a witness (C2SP tlog-witness, `add-checkpoint`). */
export const formatAddCheckpoint = ({ old, proof, note }: AddCheckpoint): string =>
  `old ${old}\n${proof.map((hash) => `${encodeBase64(hash)}\n`).join('')}\n${note}`
