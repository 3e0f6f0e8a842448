import { setImmediate } from 'node:timers/promises'
import type { LogEntry, Store } from '../store/store.ts'

const pageSize = 500

/**
 * The log from `after` on, for ever, in pages that are never empty. Ends when the signal aborts. The position is a
 * sequence number, so nothing is skipped and nothing comes twice.
 */
export async function* follow(
  { events }: Pick<Store, 'events'>,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEntry[]> {
  let position = after
  while (!signal.aborted) {
    const page = await events.readAfter(position, { limit: pageSize })
    const last = page.at(-1)
    if (!last) {
      await events.waitBeyond(position, signal)
      continue
    }
    yield page
    position = last.seq
    // Who is millions of events behind keeps nobody else from being answered.
    await setImmediate()
  }
}
