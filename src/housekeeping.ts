import { setTimeout as sleep } from 'node:timers/promises'
import { dropLapsedApprovals } from './access/approval.ts'
import { dropOldTries } from './access/shared-login-limits.ts'
import { pruneDue, type RetentionRules } from './events/retention.ts'
import { retentionClock } from './events/retention-clock.ts'
import type { Clock, Elapsed } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { dropOldRuns } from './reports/schedule/keep-history.ts'
import type { Blobs } from './store/blobs.ts'
import { soleServer } from './store/sole-server.ts'
import type { Store } from './store/store.ts'
import { dropExpiredUpdates } from './vault/staged.ts'
import { sweepFiles } from './vault/sweep-files.ts'

const hourMs = 3_600_000
const lookMs = 1_000

export type Housekeeping = {
  readonly store: Store
  readonly blobs: Blobs
  readonly clock: Clock
  readonly elapsed: Elapsed
  readonly log: Log
  readonly rules: RetentionRules
  /** Whether what no record names may be taken away where files lie. */
  readonly claimFiles: () => Promise<boolean>
}

/** Drops the events that are due. Without rules nothing ever is. */
function pruning({ store, clock, elapsed, log, rules }: Housekeeping): () => Promise<void> {
  const held = (follower: string, seq: number) =>
    log.warn({ follower, seq }, 'retention waits for a follower that has not had what is due')
  const retentionNow = retentionClock({ store, clock, elapsed })
  return async () => {
    if (rules.days === undefined && Object.keys(rules.classes).length === 0) return
    try {
      await pruneDue({ store, clock, rules, now: await retentionNow(), held })
    } catch (error) {
      // Somebody who reads the whole log, as a dump does, is no reason to keep anything else.
      log.error({ error }, 'events that are due were not dropped: trying again in an hour')
    }
  }
}

/** Where files lie may be away for a while, which is no reason to keep anything else. */
async function sweep({ store, blobs, clock, log, claimFiles }: Housekeeping): Promise<void> {
  try {
    if (await claimFiles()) await sweepFiles(store, { blobs, now: clock() })
  } catch (error) {
    log.error({ error }, 'files that no record has were not taken away: trying again in an hour')
  }
}

/** Keeps house at the start and every hour, on one of several servers, until the signal aborts. */
export async function keepHousekeeping(parts: Housekeeping, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = parts
  const keeper = soleServer(store, 'housekeeping')
  let prune = pruning(parts)
  const keepHouse = async () => {
    await prune()
    await store.transaction(async ({ replays, deviceCalls }) => {
      await replays.removeGone()
      await deviceCalls.removeGone()
    })
    await dropExpiredUpdates(store, clock)
    await dropLapsedApprovals(store, clock)
    await dropOldTries(store, clock)
    await sweep(parts)
    await dropOldRuns(store, { now: clock(), days: parts.rules.days })
    await store.compact()
  }
  let keptAt = Number.NEGATIVE_INFINITY
  let isOurs = false

  async function look(): Promise<void> {
    const wasOurs = isOurs
    isOurs = await keeper.isUs()
    // Time that another server has kept house for is not ours to count.
    if (isOurs && !wasOurs) prune = pruning(parts)
    if (!isOurs || performance.now() - keptAt < hourMs) return
    keptAt = performance.now()
    await keepHouse()
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) =>
      log.error({ error }, 'old data could not be dropped: trying again in an hour'),
    )
    await sleep(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await keeper.leave()
}
