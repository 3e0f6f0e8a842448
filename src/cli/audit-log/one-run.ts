import { setTimeout } from 'node:timers/promises'
import type { Sender } from '../../exports/target.ts'

/** So often in a row a run is turned away before it ends. */
const mostTries = 5
/** It does not wait longer than that between two tries. */
const longestWaitMs = 60_000

/** Counts what is taken. */
function tally() {
  let exported = 0
  let first: number | null = null
  let last: number | null = null
  return {
    add(seqs: readonly number[], refused: number) {
      exported += seqs.length - refused
      first ??= seqs[0] ?? null
      last = seqs.at(-1) ?? last
    },
    counts: () => ({ exported, first_seq: first, last_seq: last }),
  }
}

/** What the frame needs for a run that has an end: it counts, and gives up after a while. */
export function oneRun(sender: Sender) {
  const ending = new AbortController()
  const { add, counts } = tally()
  let reason = ''
  let tries = 0

  function stop(why: string) {
    reason = why
    ending.abort()
  }

  const telling: Sender = {
    async send(units, signal) {
      try {
        const verdict = await sender.send(units, signal)
        if (verdict.kind === 'done') {
          tries = 0
          const seqs = units.map(({ event }) => event.seq)
          add(seqs, verdict.refused?.length ?? 0)
        } else reason = verdict.reason
        return verdict
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error)
        throw error
      }
    },
    close: () => sender.close(),
  }

  return {
    sender: telling,
    signal: ending.signal,
    random: Math.random,
    news: {
      failing: async () => {},
      restored: async () => {},
      paused: async (why: string) => stop(why),
    },
    async sleep(ms: number) {
      tries += 1
      if (tries >= mostTries || ms > longestWaitMs) return stop(reason)
      await setTimeout(ms)
    },
    sent: counts,
    stopped: () => (ending.signal.aborted ? { stopped: reason } : {}),
  }
}
