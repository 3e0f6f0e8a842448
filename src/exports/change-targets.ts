import type { z } from 'zod'
import { type Action, type Context, isConfirmed, perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import type { State } from '../store/state.ts'
import { addTarget } from './actions/add-target.ts'
import { announceChange, type Change } from './actions/announce-change.ts'
import { changeTarget, withChanges } from './actions/change-target.ts'
import { namedTarget, pauseTarget, removeTarget, resumeTarget } from './actions/target-standing.ts'
import type { ExportHouse } from './export-house.ts'
import { findTarget, openTarget } from './open-target.ts'
import { changedTargetInput, newTargetInput, type TargetGround } from './target-input.ts'
import { tellOthers } from './tell-others.ts'
import { testTarget } from './test-target.ts'

/** What changes of targets stand on. */
export type Changing = {
  readonly context: Context<Person>
  readonly house: ExportHouse
  readonly ground: TargetGround
}

const standings = { pause: pauseTarget, resume: resumeTarget, remove: removeTarget } as const

type Effect<Result> = (notTold: readonly string[]) => Action<Person, z.ZodType, Result>

/** Announces, waits for those who watch, and only then lets it take effect. */
async function announced<Result>(
  { context, house }: Changing,
  { change, input, raw }: { change: Change; input: z.ZodType<{ name: string }>; raw: unknown },
  effect: Effect<Result>,
): Promise<Result> {
  await perform(context, announceChange(change, input), raw)
  return perform(context, effect(await tellOthers(context.store, house.patienceMs)), raw)
}

/** Whether the change will be let through: before that nothing leaves, not even a test. */
const mayChange = ({ caller, clock }: Context<Person>): boolean =>
  caller.may('exports.change') && isConfirmed(caller, clock())

/** Stops a target, lets it go on, or removes it. */
export const changeStanding = (parts: Changing, change: keyof typeof standings, name: string) =>
  announced(
    parts,
    { change, input: namedTarget, raw: { name } },
    standings[change] as unknown as Effect<{ name: string; kind: string }>,
  )

/** Makes a target, after a test message has arrived there unless that is left out. */
export async function makeTarget(
  parts: Changing,
  raw: unknown,
  test: 'test' | 'no test',
): Promise<{ target_uid: string; name: string; kind: string }> {
  const { context, house, ground } = parts
  const input = newTargetInput(ground)
  const read = input.safeParse(raw)
  if (read.success && test === 'test' && mayChange(context))
    await testTarget(context, house, read.data)
  const log = context.store.events
  return announced(
    parts,
    { change: 'set up', input, raw },
    (notTold) =>
      addTarget({ ...ground, log, notTold }) as unknown as Action<
        Person,
        z.ZodType,
        { target_uid: string; name: string; kind: string }
      >,
  )
}

/** Changes a target's settings or filter, after a test message with the new ones has arrived unless that is left out. */
export async function reviseTarget(
  parts: Changing,
  raw: { readonly name: string; readonly settings?: unknown },
  test: 'test' | 'no test',
): Promise<{ name: string; kind: string }> {
  const { context, house, ground } = parts
  const input = changedTargetInput(ground)
  const read = input.safeParse(raw)
  if (read.success && test === 'test' && mayChange(context)) {
    const opened = await opensAs(parts, read.data.name)
    const settings = withChanges(opened, read.data.settings)
    await testTarget(context, house, { name: read.data.name, type: opened.type, settings })
  }
  return announced(
    parts,
    { change: 'change', input, raw },
    (notTold) =>
      changeTarget({ ...ground, notTold }) as unknown as Action<
        Person,
        z.ZodType,
        { name: string; kind: string }
      >,
  )
}

/** A target as it is kept, with its secrets. */
export const opensAs = ({ context, house }: Changing, name: string) =>
  context.store.read(async (state: State) => openTarget(house, await findTarget(state, name)))
