import { amount } from '../parts/amount.ts'
import type { Destination } from './destination-data.ts'

/** How far behind, in events and in time. */
export function lagText({
  lag_events,
  lag_seconds,
}: Pick<Destination, 'lag_events' | 'lag_seconds'>): string {
  if (lag_events === 0) return 'has everything'
  const minutes = Math.floor(lag_seconds / 60)
  const time = minutes > 0 ? amount(minutes, 'minute') : amount(lag_seconds, 'second')
  return `${amount(lag_events, 'event')} and ${time} behind`
}
