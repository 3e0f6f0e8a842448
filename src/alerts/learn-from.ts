import { firstSince } from '../events/first-since.ts'
import type { EventLog } from '../store/store.ts'
import { conditionOf } from './conditions.ts'
import { durationMs } from './duration.ts'
import type { Rule } from './rule.ts'

/** So many events are looked at, at most. */
const mostEvents = 1_000_000

/**
 * Where a rule begins to look: null for one that needs nothing of the past, otherwise the position behind which it learns.
 */
export async function learnFrom(
  log: Pick<EventLog, 'first' | 'size' | 'readAfter'>,
  { condition }: Pick<Rule, 'condition'>,
  now: Date,
): Promise<number | null> {
  const span = conditionOf(condition).learnsFrom?.(condition)
  if (span === undefined) return null
  const since = await firstSince(log, new Date(now.getTime() - durationMs(span)))
  return Math.max(since, (await log.size()) - mostEvents) - 1
}
