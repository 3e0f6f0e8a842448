import { Failure } from '../kernel/errors.ts'
import { decodeHash } from '../tlog/base64.ts'
import { type Checkpoint, openCheckpoint } from '../tlog/checkpoint.ts'
import { sameHash } from '../tlog/hash.ts'
import { openNote } from '../tlog/note.ts'
import { noteVerifier } from '../tlog/note-key.ts'
import { isConsistent } from '../tlog/proof-check.ts'

/** A server's log as this machine knows it: the keys that it trusts, and the newest checkpoint (a signed note) they signed. */
export type KnownLog = { readonly vkeys: readonly string[]; readonly checkpoint: string }

/** What a server shows: its newest checkpoint, its keys, and the proof (base64 hashes) that it continues an older one. */
export type ShownLog = KnownLog & { readonly proof: readonly string[] }

const unproven = (sentence: string, cause?: unknown) => new Failure('unproven', sentence, { cause })

const open = ({ vkeys, checkpoint }: KnownLog): Checkpoint =>
  openCheckpoint(checkpoint, vkeys.map(noteVerifier))

/** The log's own keys that signed this checkpoint: what is learned from it, and what is forgotten when it is dropped. */
function signersOf({ vkeys, checkpoint }: KnownLog, { origin }: Checkpoint): readonly string[] {
  const signed = openNote(checkpoint, vkeys.map(noteVerifier)).signedBy
  return vkeys.filter((vkey) => {
    const { name, id } = noteVerifier(vkey)
    return name === origin && signed.some((signer) => signer.id === id && signer.name === name)
  })
}

function openShown(known: KnownLog, shown: ShownLog): Checkpoint {
  try {
    return open({ vkeys: known.vkeys, checkpoint: shown.checkpoint })
  } catch (cause) {
    throw unproven('shows a log that none of the keys signed which it had before', cause)
  }
}

function demandGrowth(from: Checkpoint, to: Checkpoint, proof: readonly string[]): void {
  if (to.size < from.size)
    throw unproven(
      `shows ${to.size} events, but had signed ${from.size}: its log was rolled back to an older state`,
    )
  const consistent =
    to.size === from.size
      ? sameHash(to.root, from.root)
      : isConsistent({ from, to, proof: proof.map(decodeHash) })
  if (!consistent)
    throw unproven(
      `shows another past than before: the first ${from.size} events are not the ones that it had signed`,
    )
}

/** The size that a log is known to have had. */
export const knownSize = (known: KnownLog | undefined): number => (known ? open(known).size : 0)

/**
 * Demands that what a server shows continues what is known of it, and gives what is known from now on. The first time
 * its keys are taken on trust; later a new key is learned only from a checkpoint that a known key signed as well. Throws
 * `unproven` with the end of a sentence about the server.
 */
export function continueLog(known: KnownLog | undefined, shown: ShownLog): KnownLog {
  try {
    const to = openShown(known ?? shown, shown)
    if (known) demandGrowth(open(known), to, shown.proof)
    return { vkeys: signersOf(shown, to), checkpoint: shown.checkpoint }
  } catch (cause) {
    if (cause instanceof Failure && cause.kind === 'unproven') throw cause
    throw unproven('shows a log that cannot be read', cause)
  }
}
