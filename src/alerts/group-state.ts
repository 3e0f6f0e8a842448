import type { Condition, Fired, Moment, Step } from './condition.ts'
import { type ConditionInput, conditionOf } from './conditions.ts'
import { isDue } from './frequency.ts'
import type { Rule } from './rule.ts'

/** What a group of a rule has come to. Kept as JSON, so names are short: there may be a million of them. */
export type GroupState = {
  /** What its condition remembers. */
  readonly c?: unknown
  /** Occurrences since somebody was told. */
  readonly n: number
  /** When somebody was told last. */
  readonly s?: number
  /** The event that was seen last, for conditions that fire when nothing comes. */
  readonly e?: number
}

export const newGroup: GroupState = { n: 0 }

/** Whether somebody may be told at all. `learning`: what happens is only remembered. */
export type Standing = 'live' | 'quiet' | 'learning'

export type Turn = {
  readonly state: GroupState
  readonly dueInMs?: number | undefined
  /** The rule came true. */
  readonly occurrence?: {
    readonly fired: Fired
    /** Those since somebody was told, this one included. */
    readonly occurrences: number
    readonly verdict: 'send' | 'throttled' | 'quiet'
  }
}

type Turning = { readonly rule: Rule; readonly standing: Standing; readonly at: number }

function afterStep(before: GroupState, step: Step<unknown>, { rule, standing, at }: Turning): Turn {
  const { c: _, ...rest } = before
  const remembered = { ...rest, ...(step.state !== undefined && { c: step.state }) }
  const { dueInMs } = step
  if (!step.fired || standing === 'learning') return { state: remembered, dueInMs }
  const occurrences = before.n + 1
  const { fired } = step
  const told = { occurrences, last: before.s }
  if (standing === 'quiet' || !isDue(rule.frequency, told, at)) {
    const verdict = standing === 'quiet' ? 'quiet' : 'throttled'
    return {
      state: { ...remembered, n: occurrences },
      dueInMs,
      occurrence: { fired, occurrences, verdict },
    }
  }
  const state = { ...remembered, n: 0, s: at }
  return { state, dueInMs, occurrence: { fired, occurrences, verdict: 'send' } }
}

const stepper = (input: ConditionInput): Condition<never, unknown> =>
  conditionOf(input) as unknown as Condition<never, unknown>

/** An event of the group came. */
export function turn(
  before: GroupState,
  moment: Moment & { readonly seq: number },
  { rule, standing }: Omit<Turning, 'at'>,
): Turn {
  const step = stepper(rule.condition).step(before.c, moment, rule.condition as never)
  const seen = step.dueInMs === undefined ? before : { ...before, e: moment.seq }
  return afterStep(seen, step, { rule, standing, at: moment.at })
}

/** Nothing of the group came in time. */
export function turnOfSilence(before: GroupState, turning: Turning): Turn {
  const { condition } = turning.rule
  const step = stepper(condition).due?.(before.c, condition as never) ?? { state: before.c }
  return afterStep(before, step, turning)
}
