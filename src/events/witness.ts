import type { EventLog } from '../store/store.ts'
import { formatAddCheckpoint } from '../tlog/add-checkpoint.ts'
import { withCosignature } from '../tlog/cosignature.ts'
import { parseDecimal } from '../tlog/decimal.ts'
import type { NoteVerifier } from '../tlog/note-key.ts'
import { consistencyProof } from '../tlog/proof.ts'

/** Sends the body of an `add-checkpoint` to the witness. Throws when no answer came. */
export type SendToWitness = (
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly text: string }>

export type Witness = { readonly verifier: NoteVerifier; readonly send: SendToWitness }

/** A signed checkpoint, and how many entries it covers. */
export type SignedNote = { readonly size: number; readonly note: string }

/**
 * What a witness makes of a checkpoint.
 *
 * - `cosigned`: `note` carries its signature
 * - `refused`: it has cosigned `witnessed` entries that this log does not continue
 * - `away`: it did not answer, or does not serve this log
 * - `overtaken`: it has seen a newer checkpoint of this log already
 */
export type Testimony =
  | { readonly kind: 'cosigned'; readonly note: string }
  | {
      readonly kind: 'refused'
      readonly witnessed: number
      readonly reason: 'rolled_back' | 'changed'
    }
  | { readonly kind: 'away'; readonly detail: string }
  | { readonly kind: 'overtaken' }

/** Asks the witness about one checkpoint. Throws only when the store does. */
export type AskWitness = (signed: SignedNote, signal: AbortSignal) => Promise<Testimony>

/** How often a witness may name another size before it counts as away. */
const mostTurns = 3

const away = (detail: string): Testimony => ({ kind: 'away', detail })

const explanations: Readonly<Record<number, string>> = {
  403: 'it does not know the key of this log',
  404: 'it does not know this log: its operator has to add it',
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? causeOf(cause) : message
}

function sizeIn(text: string): number | undefined {
  try {
    return parseDecimal(text.trimEnd())
  } catch {
    return undefined
  }
}

/**
 * The log's side of C2SP tlog-witness. Remembers how far the witness is; after a start it begins at nothing, and the
 * witness names its size (409).
 */
export function askWitness({ verifier, send }: Witness, events: EventLog): AskWitness {
  let known = 0

  /** Undefined: ask again, from what the witness has just named. */
  async function conflict(size: number, named: number | undefined): Promise<Testimony | undefined> {
    const isKnown = named === undefined || named === known
    if (isKnown && known === size) return { kind: 'refused', witnessed: known, reason: 'changed' }
    if (isKnown) return away('its answer to a conflict names no other size')
    known = named
    if (named <= size) return undefined
    if (named <= (await events.size())) return { kind: 'overtaken' }
    return { kind: 'refused', witnessed: named, reason: 'rolled_back' }
  }

  function accepted({ size, note }: SignedNote, answer: string): Testimony {
    const cosigned = withCosignature(note, answer, verifier)
    if (cosigned === undefined) return away('its answer holds no valid signature by its key')
    known = size
    return { kind: 'cosigned', note: cosigned }
  }

  async function turn(signed: SignedNote, signal: AbortSignal): Promise<Testimony | undefined> {
    const proof = await consistencyProof({ from: known, to: signed.size }, events.hashes)
    const body = formatAddCheckpoint({ old: known, proof, note: signed.note })
    const answer = await send(body, signal).catch((error: unknown) => away(causeOf(error)))
    if ('kind' in answer) return answer
    const { status, text } = answer
    if (status === 200) return accepted(signed, text)
    if (status === 409) return conflict(signed.size, sizeIn(text))
    if (status === 422) return { kind: 'refused', witnessed: known, reason: 'changed' }
    return away(explanations[status] ?? `it answered with HTTP ${status}`)
  }

  return async (signed, signal) => {
    if (known > signed.size) known = 0
    for (let turns = 0; turns < mostTurns; turns++) {
      const testimony = await turn(signed, signal)
      if (testimony) return testimony
    }
    return away('it names another size each time')
  }
}
