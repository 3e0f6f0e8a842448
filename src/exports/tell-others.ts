import { setTimeout } from 'node:timers/promises'
import type { Store } from '../store/store.ts'
import { cursorOf } from './cursor-name.ts'

const lookMs = 50

/** The live targets that have not been sent everything up to `seq`. */
const behind = (store: Pick<Store, 'read'>, seq: number): Promise<readonly string[]> =>
  store.read(async ({ targets, cursors }) => {
    const names: string[] = []
    for (const { name, target_uid, status } of await targets.list()) {
      if (status !== 'live') continue
      const position = (await cursors.find(cursorOf(target_uid))) ?? -1
      if (position < seq) names.push(name)
    }
    return names
  })

/**
 * Waits until every live target was sent what is in the log by now, so that nobody silences the watch unseen. Gives those that
 * were not in time.
 */
export async function tellOthers(
  store: Pick<Store, 'read' | 'events'>,
  patienceMs: number,
): Promise<readonly string[]> {
  const newest = (await store.events.size()) - 1
  const until = performance.now() + patienceMs
  for (;;) {
    const names = await behind(store, newest)
    if (names.length === 0 || performance.now() >= until) return names
    await setTimeout(lookMs)
  }
}
