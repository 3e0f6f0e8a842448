import { rfc3339 } from '../kernel/clock.ts'
import { shownWays } from '../outbound/ways.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import type { Store } from '../store/store.ts'
import type { AlertHouse } from './alert-house.ts'
import { findAlert } from './find-alert.ts'
import { frequencyLabel } from './frequency.ts'
import type { Reason } from './reason.ts'
import { keptRule } from './rule.ts'
import { filterText } from './rule-filter.ts'

export type Reading = {
  readonly store: Pick<Store, 'read' | 'events'>
  readonly house: Pick<AlertHouse, 'channels'>
}

const timeOf = (ms: number | null) => (ms === null ? null : rfc3339(new Date(ms)))

const recipientStatus = (house: Reading['house'], recipient: AlertRecipient) => ({
  recipient_id: recipient.recipient_id,
  name: recipient.name,
  disabled: recipient.disabled === 1,
  ways: shownWays(house, recipient.ways),
  trouble:
    recipient.trouble === null ? null : (JSON.parse(recipient.trouble) as Record<string, string>),
})

/** A rule as people see it: what it is, how often it came true, and who is told. Times are RFC 3339. */
function statusOf(house: Reading['house'], row: AlertRule, recipients: readonly AlertRecipient[]) {
  const rule = keptRule(row.rule)
  const { alert_uid, alert_id, name, occurrences, acknowledged, sent } = row
  return {
    alert_uid,
    alert_id,
    name,
    rule,
    query: filterText(rule.filter),
    frequency: frequencyLabel(rule.frequency),
    occurrences,
    /** How often it came true since somebody said that they have looked. */
    open: Math.max(0, occurrences - acknowledged),
    alerts_sent: sent,
    last_sent: timeOf(row.last_sent),
    last_reset: timeOf(row.last_reset),
    active: row.status === 'on',
    snoozed_until: timeOf(row.snoozed_until),
    recipients: [
      {
        recipient_id: 0,
        name: '*',
        disabled: !rule.send_to_originator,
        ways: [{ channel: 'email', settings: {} }],
        trouble: null,
      },
      ...recipients.map((one) => recipientStatus(house, one)),
    ],
  }
}

export type AlertStatus = ReturnType<typeof statusOf>

/** Every rule, by number. */
export const alertStatuses = ({ store, house }: Reading): Promise<readonly AlertStatus[]> =>
  store.read(async ({ alertRules, alertRecipients }) => {
    const recipients = Map.groupBy(await alertRecipients.list(), ({ alert_uid }) => alert_uid)
    const rows = await alertRules.list()
    return rows.map((row) => statusOf(house, row, recipients.get(row.alert_uid) ?? []))
  })

/** One rule by number, name or UID, and of how many groups it keeps what they have come to. Throws `not-found`. */
export const alertStatus = ({ store, house }: Reading, asked: string) =>
  store.read(async (state) => {
    const row = await findAlert(state, asked)
    const recipients = await state.alertRecipients.listOf(row.alert_uid)
    const groups = await state.alertGroups.many(row.alert_uid)
    return { ...statusOf(house, row, recipients), groups }
  })

const mostDeliveries = 200

/** The newest messages of a rule, with every attempt. Throws `not-found`. */
export const deliveriesOf = ({ store }: Reading, asked: string) =>
  store.read(async (state) => {
    const { alert_uid } = await findAlert(state, asked)
    const names = new Map(
      (await state.alertRecipients.listOf(alert_uid)).map((one) => [one.recipient_id, one.name]),
    )
    const messages = await state.alertDeliveries.listOf(alert_uid, mostDeliveries)
    const shown = []
    for (const {
      message_uid,
      recipient_id,
      channel,
      cause_seq,
      status,
      next_at,
      created_at,
      reason,
    } of messages) {
      const attempts = await state.alertDeliveries.attempts(message_uid)
      shown.push({
        message_uid,
        recipient: names.get(recipient_id) ?? '*',
        channel,
        cause_seq,
        status,
        /** How often it had come true since the message before. */
        occurrences: (JSON.parse(reason) as Pick<Reason, 'occurrences'>).occurrences,
        created_at: timeOf(created_at),
        next_at: status === 'waiting' ? timeOf(next_at) : null,
        attempts: attempts.map(({ at, status: answered, latency_ms, answer }) => ({
          at: timeOf(at),
          status: answered,
          latency_ms,
          answer,
        })),
      })
    }
    return shown
  })
