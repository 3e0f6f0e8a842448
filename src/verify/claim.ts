import { openCheckpoint, parseCheckpoint } from '../tlog/checkpoint.ts'
import { type Hash, sameHash } from '../tlog/hash.ts'
import type { NoteVerifier } from '../tlog/note-key.ts'
import { type Damage, Damaged } from './damage.ts'
import type { FoundNote } from './log-source.ts'

/** A checkpoint's word for the first `size` entries. Whoever checks it says whether it `fits`. */
export type Claim = {
  readonly from: string
  readonly size: number
  readonly root: Hash
  /** False for a checkpoint of a key that nobody named: its root is compared all the same. */
  readonly signed: boolean
  /** The event in which it stands, if it stands in the log itself. */
  readonly recordedAt?: number
}

export const fits = ({ root }: Claim, computed: Hash): boolean => sameHash(root, computed)

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

const bodyOf = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1)

const idBytes = 4

/** Whether one of the signature lines says that it is by one of these keys. */
const namesKnownKey = (note: string, verifiers: readonly NoteVerifier[]): boolean =>
  note.split('\n').some((line) => {
    const [, name, signature = ''] = /^\u2014 ([^ ]+) (\S+)$/.exec(line) ?? []
    const id = Buffer.from(signature, 'base64').subarray(0, idBytes).toString('hex')
    return verifiers.some((verifier) => verifier.name === name && verifier.id === id)
  })

/** Reads a checkpoint that must be signed by a known key. Throws `Damaged`: malformed or badly signed. */
function openClaim({ from, text }: FoundNote, verifiers: readonly NoteVerifier[]): Claim {
  const parsed = parseClaim({ from, text }, 0)
  try {
    openCheckpoint(text, verifiers)
    return { ...parsed, signed: true }
  } catch (cause) {
    const sentence = `${from} is not signed by the log: ${reason(cause)}`
    throw new Damaged({ kind: 'bad-signature', seq: parsed.size, sentence }, { cause })
  }
}

/** Reads a checkpoint that stands in the log itself, as event `seq`. One by a key that was retired proves only its root. */
export function recordedClaim(
  text: string,
  seq: number,
  verifiers: readonly NoteVerifier[],
): Claim {
  const note = { from: `the checkpoint in event ${seq}`, text }
  const claim = namesKnownKey(text, verifiers) ? openClaim(note, verifiers) : parseClaim(note, seq)
  return { ...claim, recordedAt: seq }
}

function parseClaim({ from, text }: FoundNote, seq: number): Claim {
  try {
    const { size, root } = parseCheckpoint(bodyOf(text))
    return { from, size, root, signed: false }
  } catch (cause) {
    const sentence = `${from} cannot be read: ${reason(cause)}`
    throw new Damaged({ kind: 'malformed', seq, sentence }, { cause })
  }
}

/** Opens what can be opened; the rest is damage. */
export function openClaims(notes: readonly FoundNote[], verifiers: readonly NoteVerifier[]) {
  const claims: Claim[] = []
  const damages: Damage[] = []
  for (const note of notes) {
    try {
      claims.push(openClaim(note, verifiers))
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      damages.push(error.damage)
    }
  }
  return { claims, damages }
}
