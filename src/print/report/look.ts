import type { Scalar } from '../../kernel/canonical-json.ts'
import type { PatternOptions } from './patterns.ts'

/** A row of a report, as the server answers it: keyed by column, with nothing where there is no value. */
export type ReportRow = Readonly<Record<string, Scalar>>

/** What decides how a report is laid out: the flags of `audit-report`, or what was kept of them in a saved report. */
export type ReportLook = {
  readonly reportType: 'raw' | 'dim' | 'hour' | 'day' | 'week' | 'month' | 'span'
  readonly reportFormat: 'message' | 'fields'
  readonly columns?: readonly string[]
  readonly aggregate?: readonly string[]
  /** IANA; hours, days and dates are on its clock. */
  readonly timezone?: string
} & PatternOptions
