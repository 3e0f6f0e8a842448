import { z } from 'zod'
import { action, type Context, perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { auditSyncTested } from '../events/catalog/usage-exports.ts'
import { happened } from '../events/event-type.ts'
import { Failure } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import type { ExportHouse } from './export-house.ts'
import { testMessage } from './outgoing.ts'
import type { TargetType } from './target.ts'
import { asUnit } from './unit-of.ts'
import { type Verdict, verdictOnError } from './verdict.ts'

const patienceMs = 20_000

/** A target that may not be kept yet. */
export type Tested = {
  readonly name: string
  readonly type: TargetType
  readonly settings: Readonly<Record<string, unknown>>
}

async function verdictOn(
  { tools }: ExportHouse,
  { name, type, settings }: Tested,
): Promise<Verdict> {
  const sender = type.open(settings, tools)
  const event = testMessage(name, new Date())
  try {
    const units = [asUnit(event, type.line(event, settings, tools))]
    return await sender.send(units, AbortSignal.timeout(patienceMs))
  } catch (error) {
    return verdictOnError(error)
  } finally {
    await sender.close().catch(() => undefined)
  }
}

const reasonIn = (verdict: Verdict): string | undefined => {
  if (verdict.kind === 'done') return verdict.refused?.[0]?.reason
  return verdict.reason
}

const tested = action({
  name: 'target.test',
  permission: 'exports.change',
  input: z.strictObject({ name: z.string(), kind: z.string(), detail: z.string() }),
  run: async (_: State, given: { name: string }, _by: { who: Person }) => given,
  leaves: ({ name, kind, detail }) => [happened(auditSyncTested, { name, kind, detail })],
})

/** Sends a test message; that it was sent, and what came of it, is an event. Throws `rejected` when it was not taken. */
export async function testTarget(
  context: Context<Person>,
  house: ExportHouse,
  target: Tested,
): Promise<void> {
  const { name, type } = target
  const reason = reasonIn(await verdictOn(house, target))
  await perform(context, tested, { name, kind: type.name, detail: reason ?? 'taken' })
  if (reason !== undefined)
    throw new Failure('rejected', `the test message did not arrive at ${name}: ${reason}`)
}
