import { Failure } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'

/** Events in their exported form, each with its proof, all under one signed checkpoint. */
export type ProvenEvents = {
  readonly vkeys: readonly string[]
  readonly checkpoint: string
  readonly events: readonly {
    readonly event: Readonly<Record<string, unknown>> & { readonly seq: number }
    readonly proof: string
  }[]
}

const attempts = 10
const pauseMs = 300

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pauseMs))

/** A server signs within a second: until then it answers `busy`. */
async function whenSigned<Answer>(
  ask: () => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let left = attempts; ; left--) {
    try {
      return await ask()
    } catch (error) {
      if (left === 0 || !(error instanceof Failure) || error.kind !== 'busy') throw error
      await pause()
      signal?.throwIfAborted()
    }
  }
}

/** How many events one request may prove, and so how many fit under one checkpoint. */
export const mostProvenEvents = 1_000

/** Asks for events by their numbers, at least one and at most `mostProvenEvents`, with their proofs. */
export async function provenEvents(
  api: ApiClient,
  seqs: readonly number[],
  signal?: AbortSignal,
): Promise<ProvenEvents> {
  const json = { seqs: [...seqs] }
  const ask = async () => (await api.events.proofs.$post({ json })).json()
  const answer = await whenSigned(ask, signal)
  const { vkeys, checkpoint, events, proofs } = answer
  const proven = events.map((event, at) => ({
    event: event as ProvenEvents['events'][number]['event'],
    proof: proofs[at] ?? '',
  }))
  return { vkeys, checkpoint, events: proven }
}
