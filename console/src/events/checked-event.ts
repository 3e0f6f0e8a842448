import { useQuery } from '@tanstack/react-query'
import { type ProvenEvents, provenEvents } from '../../../src/client/proven-events.ts'
import { verifyPack } from '../../../src/evidence/verify-pack.ts'
import { api } from '../session.ts'
import { knownKeys } from './known-keys.ts'

export type Verdict = {
  /** Why it does not hold; undefined when it does. */
  readonly failure?: string
  readonly hashes: number
  readonly size: number
  readonly key: string
  readonly checkpoint: string
}

const foreignKey =
  'the log is signed by a key that this browser has not seen before: ask an administrator whether the key was changed'

async function judge({ vkeys, checkpoint, events }: ProvenEvents): Promise<Verdict> {
  const trusted = knownKeys(vkeys)
  const [proven] = events
  const lines = (proven?.proof ?? '').split('\n\n', 1)[0]?.split('\n') ?? []
  const told = { hashes: Math.max(0, lines.length - 2), checkpoint, key: trusted?.[0] ?? '' }
  if (!trusted) return { failure: foreignKey, size: 0, ...told }
  const {
    failure,
    size,
    events: verdicts,
  } = await verifyPack({ vkeys: trusted, checkpoint, events })
  const reason = failure ?? verdicts[0]?.failure
  return { size, ...told, ...(reason !== undefined && { failure: reason }) }
}

/** One event with what this browser has found out about its proof. */
export const useCheckedEvent = (seq: number) =>
  useQuery({
    queryKey: ['event', seq],
    queryFn: async () => {
      const proven = await provenEvents(api, [seq])
      return { event: proven.events[0]?.event, verdict: await judge(proven) }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
