import { Failure } from '../kernel/errors.ts'
import type { Store } from '../store/store.ts'
import { firstWrong, type Reading } from './check.ts'

/**
 * Throws unless columns that reach to `next` are of this log: another installation may keep its own in the same place, or the log
 * may have been put back to an older state.
 */
export async function demandOwnLog(
  next: number,
  reading: Reading,
  events: Store['events'],
): Promise<void> {
  if (next === 0) return
  const [entry] = await events.readThese([next - 1])
  const isInLog = next <= (await events.size())
  if (isInLog && (!entry || (await firstWrong([entry], reading)) === undefined)) return
  throw new Failure(
    'busy',
    'The columns in ClickHouse are of another log, or of this one before it was put back: name another database, or make them anew with keepwatch projection rebuild, with all servers stopped.',
  )
}
