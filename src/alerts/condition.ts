import type { z } from 'zod'

/** An event as a condition sees it. */
export type Moment = {
  /** When it happened, in milliseconds since 1970. */
  readonly at: number
  /** A short hash of the value that the condition counts, if it counts one. */
  readonly value?: string | undefined
  /** The type of the event. */
  readonly type?: string
}

/** What made a condition come true: numbers only, because it is kept. */
export type Fired = Readonly<Record<string, number>>

export type Step<State> = {
  /** Undefined when there is nothing to remember. */
  readonly state: State | undefined
  readonly fired?: Fired
  /** In how many milliseconds something is due if nothing happens. */
  readonly dueInMs?: number
}

type Parameters = z.ZodObject<{ when: z.ZodLiteral<string> }>

/**
 * When a rule comes true: a file of `conditions/`. Pure: what it remembers of a group goes in and comes out, is JSON, and is
 * bounded by its parameters.
 */
export type Condition<Schema extends Parameters = Parameters, State = unknown> = {
  readonly name: z.output<Schema>['when']
  readonly schema: Schema
  /** The field whose values it counts. */
  counts?(parameters: z.output<Schema>): string
  /** How much of the past it has to know before it can judge; absent when it needs none. */
  learnsFrom?(parameters: z.output<Schema>): string
  /** For how long what it remembers matters after the last event; absent when it remembers nothing. */
  keepsFor?(parameters: z.output<Schema>): string | undefined
  /** Whether it expects something even of a group that never was, where there is but one group. */
  waits?(parameters: z.output<Schema>): boolean
  step(state: State | undefined, moment: Moment, parameters: z.output<Schema>): Step<State>
  /** Nothing happened in time. */
  due?(state: State, parameters: z.output<Schema>): Step<State>
  /** Why it came true, as the end of a sentence. */
  why(fired: Fired, parameters: z.output<Schema>): string
}

export const condition = <Schema extends Parameters, State>(
  definition: Condition<Schema, State>,
): Condition<Schema, State> => definition
