import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditSyncReplay, auditSyncResend } from '../../events/catalog/usage-exports.ts'
import { happened } from '../../events/event-type.ts'
import { firstSince } from '../../events/first-since.ts'
import { invalid } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { State } from '../../store/state.ts'
import type { EventLog } from '../../store/store.ts'
import { findTarget } from '../open-target.ts'
import { targetName } from '../target-input.ts'
import { namedTarget } from './target-standing.ts'

/** A sequence number, or a time. */
const place = z.union([
  z.int().min(0),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
])

type Place = z.output<typeof place>
type Log = Pick<EventLog, 'first' | 'size' | 'readAfter'>

const numberOf = (log: Log, at: Place) => (at instanceof Date ? firstSince(log, at) : at)

async function stretchOf(log: Log, { from, to }: { from: Place; to?: Place | undefined }) {
  const [size, begin] = [await log.size(), await log.first()]
  const first = Math.max(begin, await numberOf(log, from))
  const end = to === undefined ? size - 1 : await numberOf(log, to)
  const last = Math.min(size - 1, to instanceof Date ? end - 1 : end)
  if (first > last) throw invalid('no event lies between these: look at `from` and `to`')
  return { first, last }
}

/** Has a part of the log sent once more, beside what happens now: where the target is does not change. */
export const replayTarget = (log: Log) =>
  action({
    name: 'target.replay',
    permission: 'exports.change',
    input: z.strictObject({ name: targetName, from: place, to: place.optional() }),
    async run(
      state: State,
      { name, from, to }: { name: string; from: Place; to?: Place | undefined },
      { at }: { who: Person; at: Date },
    ) {
      const { target_uid, kind } = await findTarget(state, name)
      const { first, last } = await stretchOf(log, { from, to })
      const [backfill_uid, created_at] = [newUid(), at.getTime()]
      const position = first - 1
      await state.backfills.insert({ backfill_uid, target_uid, first, position, last, created_at })
      return { backfill_uid, name, kind, first, last }
    },
    leaves: (_, { name, kind, first, last }) => [
      happened(auditSyncReplay, { name, kind, first, last }),
    ],
  })

export type ReplayInput = { readonly from: number | string; readonly to?: number | string }

/** Has the dead letters of a target sent once more. Those that are taken are no longer dead. */
export const resendDeadLetters = action({
  name: 'target.resend',
  permission: 'exports.change',
  input: namedTarget,
  async run(state: State, { name }: { name: string }, _by: { who: Person }) {
    const { target_uid, kind } = await findTarget(state, name)
    return { name, kind, count: await state.deadLetters.wantAgain(target_uid) }
  },
  leaves: (_, { name, kind, count }) => [happened(auditSyncResend, { name, kind, count })],
})
