import { alertsCursor } from '../../../src/alerts/engine.ts'
import type { Store } from '../../../src/store/store.ts'
import type { Trace } from './naive-alerts.ts'

/** A pause that is longer was no watching. */
const longestPauseMs = 5_000

type Weather = { readonly now: number; readonly passed: number }

/**
 * Writes down, beside the process that watches, what it was given to see and when: only that it was, not what came of it. Knows by
 * itself for how long somebody has watched, and how much of that outlives a crash.
 */
export function watchman(store: Store, weather: Weather, learners: ReadonlySet<string>) {
  const trace: Trace[] = []
  const learning = new Set(learners)
  let [watched, kept, lookedAt, isFresh] = [0, 0, weather.passed, true]

  const saw = (upTo: number) => trace.push({ did: 'saw', upTo, watched })
  const missed = () => trace.push({ did: 'missed', watched, now: weather.now })

  async function noteLearned(upTo: number): Promise<void> {
    if (learning.size === 0) return
    const rules = await store.read(({ alertRules }) => alertRules.list())
    for (const { name, position } of rules)
      if (position === null && learning.delete(name))
        trace.push({ did: 'learned', rule: name, upTo, watched, now: weather.now })
  }

  return {
    trace,
    /** A process begins, and remembers what was kept. */
    begin(): void {
      lookedAt = weather.passed
      isFresh = true
    },
    /** Somebody watched for that long, and nothing came. */
    age(ms: number): void {
      kept += ms
    },
    /** It looks. */
    look(): void {
      const passed = Math.min(weather.passed - lookedAt, longestPauseMs)
      watched = isFresh ? Math.max(passed, kept) : watched + passed
      isFresh = false
      lookedAt = weather.passed
    },
    /** What it made of something is kept, even if it dies the next moment. */
    async committed(): Promise<void> {
      kept = watched
      const { upTo, due } = await store.read(async ({ cursors, alertGroups }) => ({
        upTo: (await cursors.find(alertsCursor)) ?? -1,
        due: await alertGroups.due(watched, 1),
      }))
      saw(upTo)
      if (due.length === 0) missed()
      await noteLearned(upTo)
    },
    /** It is done with looking. */
    looked(position: number): void {
      saw(position)
      missed()
    },
    isLearning: () => learning.size > 0,
  }
}
