import type { z } from 'zod'
import type { Circumstances } from './circumstances.ts'

export type Severity = 'info' | 'notice' | 'warning' | 'critical'
export type Outcome = 'success' | 'denied' | 'failure'

/**
 * One kind of event, as data: what it is called, what it carries, how it reads. `name` and `message` are Keeper's where
 * Keeper has one, because people's parsers depend on them. A field, once released, is a public contract.
 */
export type EventType<Fields extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly title: string
  /** Keeper's category name, and the first word of the catalogue file. */
  readonly category: string
  readonly severity: Severity
  readonly outcome: Outcome
  readonly fields: Fields
  /** A sentence with `${placeholders}`, each a field of the type or of the envelope. */
  readonly message: string
  /** Other sentences for some values of one field, such as the reason of a refusal. */
  readonly unless?: {
    readonly field: string
    readonly messages: Readonly<Record<string, string>>
  }
}

export const eventType = <Fields extends z.ZodObject>(type: EventType<Fields>): EventType<Fields> =>
  type

/** Something that happened: a type and what it carries. `record` writes it, inside the transaction that caused it. */
export type Happening = {
  readonly type: EventType
  readonly fields: Readonly<Record<string, unknown>>
  /** When, by whom and from where, if it was not now and not the caller: for what another log tells (`imported.ts`). */
  readonly elsewhere?: Circumstances
  /** The session that begins with it, which its caller did not come with. */
  readonly session_id?: string
}

export const happened = <Fields extends z.ZodObject>(
  type: EventType<Fields>,
  fields: z.input<Fields>,
): Happening => ({ type, fields })

/** The template that fits these fields. */
export function templateOf({ message, unless }: EventType, fields: Happening['fields']): string {
  return unless?.messages[String(fields[unless.field])] ?? message
}
