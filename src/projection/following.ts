import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from './awake.ts'
import type { Sleeper } from './sleeper.ts'

/** Whoever asked within this time is likely to ask again. */
const sleepAfterMs = 300_000
/** So much a first question may have to take in before it is answered. */
const mostBehind = 200_000
const lookEveryMs = 500
/** Pause between two commits, so that many events share one. */
const pauseMs = 100

export type Following = {
  readonly ground: Ground
  readonly sleeper: Sleeper
  /** For how long nobody has asked anything, in milliseconds. */
  idle(): number
}

/** Follows the log while the projection is awake, and lets it sleep when nobody asks. */
async function follow({ ground, sleeper, idle }: Following, signal: AbortSignal): Promise<void> {
  const { events } = ground.store
  const woken = await sleeper.current()
  if (!woken) {
    await sleep(lookEveryMs, undefined, { signal })
    return
  }
  const patience = AbortSignal.any([signal, AbortSignal.timeout(lookEveryMs)])
  await events.waitBeyond(woken.keeper.next() - 1, patience)
  await sleeper.catchUp(woken, await events.size())
  if (idle() > sleepAfterMs) await sleeper.fallAsleep()
  await sleep(pauseMs, undefined, { signal })
}

/** While nobody asks, the projection is brought along now and then, so that the next question need not wait long. */
async function bringAlong({ ground, sleeper }: Following, signal: AbortSignal): Promise<void> {
  await sleep(sleepAfterMs, undefined, { signal })
  const size = await ground.store.events.size()
  if (sleeper.current() || size - sleeper.reached() < mostBehind) return
  await sleeper.catchUp(await sleeper.wakeUp(), size)
}

/** Again and again until the signal aborts; what goes wrong is told, and tried again. */
async function repeat(
  work: (following: Following, signal: AbortSignal) => Promise<void>,
  following: Following,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work(following, signal)
    } catch (error) {
      if (signal.aborted) return
      following.ground.failed(error)
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Keeps a projection near the end of the log until the signal aborts. */
export const keepFollowing = async (following: Following, signal: AbortSignal): Promise<void> => {
  await Promise.all([repeat(follow, following, signal), repeat(bringAlong, following, signal)])
}
