import { setTimeout as sleep } from 'node:timers/promises'
import { pruneDue, type RetentionRules } from './events/retention.ts'
import type { Clock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import type { Store } from './store/store.ts'

const hourMs = 3_600_000

export type Housekeeping = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly rules: RetentionRules
}

/** Drops what is due and gives its space back, once. */
async function keepHouse({ store, clock, log, rules }: Housekeeping): Promise<void> {
  await pruneDue({
    store,
    clock,
    rules,
    held: (follower, seq) =>
      log.warn({ follower, seq }, 'retention waits for a follower that has not had what is due'),
  })
  await store.transaction(({ replays }) => replays.removeGone())
  await store.compact()
}

/** Keeps house at the start and every hour, until the signal aborts. */
export async function keepHousekeeping(parts: Housekeeping, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await keepHouse(parts).catch((error: unknown) =>
      parts.log.error({ error }, 'old data could not be dropped: trying again in an hour'),
    )
    await sleep(hourMs, undefined, { signal }).catch(() => undefined)
  }
}
