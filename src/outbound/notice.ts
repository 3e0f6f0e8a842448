import type { Scalar } from '../kernel/canonical-json.ts'

export type Severity = 'info' | 'notice' | 'warning' | 'critical'

/** What somebody is told: that a rule came true, by which event, and why. Every text may hold what a stranger wrote. */
export type Notice = {
  /** The same for every attempt to send it, so that its receiver can tell a repetition. */
  readonly message_uid: string
  readonly alert_uid: string
  readonly alert_name: string
  readonly severity: Severity
  /** A sentence: why it fired. */
  readonly why: string
  /** How often the rule came true since somebody was told. */
  readonly occurrences: number
  /** What stays the same while the same thing goes on: the rule and its group. */
  readonly incident: string
  /** What the group has in common, such as a device. */
  readonly group: readonly { readonly name: string; readonly value: string }[]
  /** The event in the console. */
  readonly link: string
  /** RFC 3339. */
  readonly timestamp: string
  /** The sentence of the event. */
  readonly description: string
  /** The event, flat. */
  readonly event: Readonly<Record<string, Scalar | undefined>>
  readonly is_test: boolean
}
