import { useQuery } from '@tanstack/react-query'
import { type ProvenEvents, provenEvents } from '../../../src/client/proven-events.ts'
import { verifyPack } from '../../../src/evidence/verify-pack.ts'
import { api } from '../session.ts'

const pin = 'keepwatch.log-keys'

/**
 * The keys that this browser has known since it saw the log first. A server that swaps its key cannot talk it out of that;
 * undefined when they are all new to a browser that knew others.
 */
function knownKeys(vkeys: readonly string[]): readonly string[] | undefined {
  const kept = JSON.parse(localStorage.getItem(pin) ?? '[]') as readonly string[]
  if (kept.length > 0) {
    const known = vkeys.filter((vkey) => kept.includes(vkey))
    return known.length > 0 ? known : undefined
  }
  localStorage.setItem(pin, JSON.stringify(vkeys))
  return vkeys
}

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
