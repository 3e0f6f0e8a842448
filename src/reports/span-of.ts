import { timeSpan } from '../query/time.ts'
import type { Span } from '../query/zone.ts'
import type { ReadyAsked } from './ready-report.ts'

/** The stretch of time that a report is asked for, in milliseconds since 1970. */
export const spanOf = ({ created }: ReadyAsked, now: Date): Span =>
  timeSpan(created, { zone: 'UTC', now })
