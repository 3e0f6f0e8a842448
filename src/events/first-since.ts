import type { EventLog } from '../store/store.ts'

type Log = Pick<EventLog, 'first' | 'size' | 'readAfter'>

/** The first event that was recorded at that time or later, by halving: recorded times do not go back. */
export async function firstSince(log: Log, time: Date): Promise<number> {
  let [low, high] = [await log.first(), await log.size()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [entry] = await log.readAfter(middle - 1, { limit: 1 })
    const { recorded_at } = JSON.parse(entry?.body ?? '{}') as { recorded_at?: string }
    if (Date.parse(recorded_at ?? '') < time.getTime()) low = middle + 1
    else high = middle
  }
  return low
}
