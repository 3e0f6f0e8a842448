import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../kernel/errors.ts'

/** How long a question waits for the projection to take in what the log has had since, in milliseconds. */
const usualPatienceMs = 60_000

/** How far a projection has come, of how many events. */
export type Progress = () => { readonly done: number; readonly of: number }

/**
 * Waits until a projection has caught up; the work goes on if that takes too long.
 *
 * @throws `busy` with how far it has come.
 */
export async function inTime(
  work: Promise<void>,
  progress: Progress,
  patienceMs = usualPatienceMs,
): Promise<void> {
  const timer = new AbortController()
  const late = sleep(patienceMs, 'late' as const, { signal: timer.signal })
  try {
    if ((await Promise.race([work, late])) !== 'late') return
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
  const { done, of } = progress()
  throw new Failure(
    'busy',
    `The columns that answers are read from are being made, ${done} of ${of} events so far: ask again in a while.`,
  )
}
