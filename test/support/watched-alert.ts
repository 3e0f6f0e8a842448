import { sealedAs } from '../../src/alerts/recipient.ts'
import { ruleInput } from '../../src/alerts/rule.ts'
import { newUid } from '../../src/kernel/ids.ts'
import { sealer } from '../../src/outbound/sealed-settings.ts'
import type { Transaction } from '../../src/store/store.ts'
import { testKey } from './test-exports.ts'

/** An alert called `watched` that nobody evaluates, with a recipient whose receiver is away and a message that was given up. */
export async function addWatchedAlert(tx: Transaction): Promise<void> {
  const alert_uid = newUid()
  const rule = ruleInput.parse({ name: 'watched' })
  await tx.alertRules.insert({
    alert_uid,
    alert_id: 1,
    name: rule.name,
    rule: JSON.stringify(rule),
    status: 'off',
    snoozed_until: null,
    since_seq: 0,
    position: null,
    occurrences: 0,
    sent: 0,
    last_sent: null,
    last_reset: null,
    created_at: 0,
  })
  const recipient = { alert_uid, recipient_id: 1 }
  const ways = [{ channel: 'webhook', settings: { url: 'http://127.0.0.1:9/' } }]
  await tx.alertRecipients.put({
    ...recipient,
    name: 'hook',
    disabled: 0,
    ways: JSON.stringify(ways),
    sealed: sealer(testKey).seal(sealedAs(recipient), { webhook: { token: 'hush' } }),
  })
  const message_uid = newUid()
  const reason = JSON.stringify({ fired: {}, occurrences: 1, group: '' })
  const message = { message_uid, channel: 'webhook', cause_seq: 0, reason }
  await tx.alertMessages.insert({ ...recipient, ...message, next_at: 0, created_at: 0 })
  const given = { status: 'dead', attempts: 10, next_at: 0, done_at: 0 } as const
  await tx.alertMessages.settle(message_uid, given)
}
