import type { z } from 'zod'
import type { Reach } from '../outbound/reach.ts'
import type { ExportFormat, Origin } from './format.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Verdict } from './verdict.ts'

/** What stays of an event beside its text: a batch of whole ones is what the collector of garbage copies again and again. */
export type Mark = Pick<OutgoingEvent, 'seq' | 'event_id' | 'leaf_hash' | 'recorded_at'>

/** An event that is ready to be sent. */
export type Unit = {
  readonly event: Mark
  /** As `line` wrote it. */
  readonly text: string
  /** What the text takes in UTF-8. */
  readonly bytes: number
  /** The event itself, where others like it may yet be put together with it. */
  readonly whole?: OutgoingEvent
  /** The numbers of the events that it stands for, where that is more than one. */
  readonly members?: readonly number[]
}

/** When a batch is closed. */
export type Limits = {
  readonly events: number
  /** UTF-8 bytes of the texts and one for each text's end. */
  readonly bytes: number
  /** The most that one event may take, where that is less; a larger one is cut, and says so. */
  readonly eventBytes?: number
  /** How long the first event of a batch waits for company. */
  readonly ageMs: number
}

/** What the server gives a target. */
export type Tools = {
  readonly reach: Reach
  readonly origin: Origin
  /** Where files may be written. */
  readonly folder: string
  readonly formats: ReadonlyMap<string, ExportFormat>
}

/** A connection, or what it takes to make one. One batch at a time. */
export type Sender = {
  /** Throws whatever kept the batch away: that is `again`. */
  send(units: readonly Unit[], signal: AbortSignal): Promise<Verdict>
  close(): Promise<void>
}

/**
 * A kind of receiver: a file of `targets/`, found by being there. It connects, writes and judges answers; order, repetition,
 * what happens to events that are refused and everything else is the frame's (`delivery/`).
 */
export type TargetType<Settings extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly title: string
  /** Each field has a title; what nobody may read again is made by `secret`. */
  readonly settings: Settings
  limits(settings: z.output<Settings>): Limits
  /** How one event is written. */
  line(event: OutgoingEvent, settings: z.output<Settings>, tools: Tools): string
  /** Throws `invalid` when the settings cannot work. */
  open(settings: z.output<Settings>, tools: Tools): Sender
}

export const targetType = <Settings extends z.ZodObject>(
  type: TargetType<Settings>,
): TargetType<Settings> => type
