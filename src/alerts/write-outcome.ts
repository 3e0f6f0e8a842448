import { record } from '../events/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { newUid } from '../kernel/ids.ts'
import type { Transaction } from '../store/store.ts'
import type { NewMessage, Outcome } from './stretch.ts'

const keptMessage = (
  { alert_uid, recipient_id, channel, cause_seq, reason }: NewMessage,
  now: number,
) => ({
  message_uid: newUid(),
  alert_uid,
  recipient_id,
  channel,
  cause_seq,
  reason: JSON.stringify(reason),
  next_at: now,
  created_at: now,
})

/** Writes everything that a stretch of the log comes to. */
export async function writeOutcome(tx: Transaction, outcome: Outcome, clock: Clock): Promise<void> {
  const at = clock()
  for (const group of outcome.groups) await tx.alertGroups.put(group)
  for (const [uid, counted] of outcome.counted) await tx.alertRules.count(uid, counted)
  for (const message of outcome.messages)
    await tx.alertMessages.insert(keptMessage(message, at.getTime()))
  for (const happening of outcome.happenings) await record(tx, happening, { at, recordedAt: at })
}
