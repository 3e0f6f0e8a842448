import { conditionOf } from './conditions.ts'
import { durationMs } from './duration.ts'
import { throttleMs } from './frequency.ts'
import type { GroupState } from './group-state.ts'
import type { Rule } from './rule.ts'

/** An event may come so much late, or the clock may have been ahead. */
const lateMs = 86_400_000
/** What a rule would learn if it were made anew; occurrences that wait to be told wait no longer. */
const longestMs = 90 * 86_400_000

/**
 * In how many milliseconds, if nothing comes, a group is past: its window, and its throttle. Whatever comes then finds it as if it had
 * never been. While occurrences wait to be told it is kept as long as a rule that learns looks back.
 */
export function forgetInMs({ condition, frequency }: Rule, { n, s }: GroupState): number {
  const keptMs = durationMs(conditionOf(condition).keepsFor?.(condition) ?? '')
  const waitingMs = n > 0 ? longestMs : 0
  const throttledMs = s === undefined ? 0 : throttleMs(frequency)
  return lateMs + Math.max(keptMs, waitingMs, throttledMs)
}
