import { useQuery } from '@tanstack/react-query'
import { continues } from '../../../src/evidence/verify-growth.ts'
import { bytesOf, isSignedBy, readHead } from '../../../src/evidence/verify-pack.ts'
import { forgetKeys, keepKeys, keptKeys } from '../events/known-keys.ts'
import { api } from '../session.ts'

/** A checkpoint that this browser has checked, and when. */
type Seen = { readonly checkpoint: string; readonly at: string }

const place = 'keepwatch.log-checkpoint'

/** The newest checkpoint that this browser has ever believed. */
export function seenCheckpoint(): Seen | undefined {
  const text = localStorage.getItem(place)
  return text === null ? undefined : (JSON.parse(text) as Seen)
}

export function forgetLog(): void {
  localStorage.removeItem(place)
  forgetKeys()
}

type Shown = {
  readonly checkpoint: string
  readonly vkeys: readonly string[]
  readonly proof: readonly string[]
}

/** What is known of the log after a look at it: no `failure` when it is the log that it was. */
export type KnownLog = Shown & {
  readonly size: number
  /** The keys that this browser believes. */
  readonly known: readonly string[]
  readonly before: Seen | undefined
  readonly failure?: string
  /** Whether it fails because nothing is signed by a key that is known here. */
  readonly isForeign?: true
}

const signers = async (checkpoint: string, vkeys: readonly string[]) => {
  const signed = await Promise.all(vkeys.map((vkey) => isSignedBy(checkpoint, vkey)))
  return vkeys.filter((_, at) => signed[at])
}

async function growthTrouble({ checkpoint, proof }: Shown, before: Seen | undefined) {
  if (!before) return undefined
  const [from, to] = [readHead(before.checkpoint), readHead(checkpoint)]
  if (to.size < from.size)
    return `The server shows ${to.size} events, and this browser has seen ${from.size}: the log was rolled back.`
  if (await continues(from, to, proof.map(bytesOf))) return undefined
  return `The server shows another past than before: the first ${from.size} events are not the ones that it had signed.`
}

const foreign =
  'The log is signed by a key that this browser does not know: compare it with the file log-vkey of the server.'

/** Looks at a log as what is known of it demands; what fits is remembered, and a new key beside a known one learned. */
async function judged(shown: Shown, before: Seen | undefined): Promise<KnownLog> {
  const { checkpoint, vkeys } = shown
  const kept = keptKeys()
  const told = { ...shown, before, known: kept, size: readHead(checkpoint).size }
  const trusted = kept.length === 0 ? vkeys : kept
  if ((await signers(checkpoint, trusted)).length === 0)
    return { ...told, failure: foreign, isForeign: true }
  const failure = await growthTrouble(shown, before)
  if (failure !== undefined) return { ...told, failure }
  const known = [...new Set([...trusted, ...(await signers(checkpoint, vkeys))])]
  keepKeys(known)
  localStorage.setItem(place, JSON.stringify({ checkpoint, at: new Date().toISOString() }))
  return { ...told, known }
}

/** The newest checkpoint: its signature checked here, and that it continues what this browser has seen before. */
export const useKnownLog = () =>
  useQuery({
    queryKey: ['known-log'],
    queryFn: async () => {
      const before = seenCheckpoint()
      const from = String(before ? readHead(before.checkpoint).size : 0)
      const answer = await api.proofs.consistency[':from'].$get({ param: { from } })
      return judged(await answer.json(), before)
    },
  })
