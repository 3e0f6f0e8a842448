import type { Checkpoint } from '../tlog/checkpoint.ts'
import { openCheckpoint } from '../tlog/checkpoint.ts'
import { type NoteSigner, noteSigner, noteVerifier } from '../tlog/note-key.ts'

/** Who a log is: its name, and the keys that sign for it. The first is the current one; a second overlaps a rotation. */
export type LogIdentity = {
  readonly origin: string
  readonly signers: readonly NoteSigner[]
  /** What verifiers need, a key each. */
  readonly vkeys: readonly string[]
}

/** The identity that secret keys (`skey` texts, the current one first) make. They all carry the origin as their name. */
export function logIdentity(skeys: readonly [string, ...string[]]): LogIdentity {
  const signers = skeys.map(noteSigner)
  return { origin: signers[0]?.name ?? '', signers, vkeys: signers.map(({ vkey }) => vkey) }
}

/** Reads a checkpoint that this log signed; throws `invalid` for any other. */
export const openOwn = ({ vkeys }: LogIdentity, note: string): Checkpoint =>
  openCheckpoint(note, vkeys.map(noteVerifier))
