import type { AlertStatus } from '../../alerts/alert-status.ts'
import type { Filter } from '../../alerts/rule.ts'
import { numberOf } from '../audit/numbers.ts'

/** An alert as Commander keeps it: Keeper's filter and context, of a rule that may know more. */

type Way = AlertStatus['recipients'][number]['ways'][number]

const picked = (uids: readonly string[]) => uids.map((id) => ({ id, selected: true }))

/** What stands for somebody in a filter that nobody has an account of: no number that a person has. */
export type UserIds = ReadonlyMap<string, number>

function filterOf({ audit_event, user, record_uid, shared_folder_uid }: Filter, users: UserIds) {
  const userIds = user.flatMap((name) => users.get(name.toLowerCase()) ?? [])
  return {
    ...(audit_event.length > 0 && { events: audit_event.map(numberOf) }),
    ...(userIds.length > 0 && { userIds }),
    ...(record_uid.length > 0 && { recordUids: picked(record_uid) }),
    ...(shared_folder_uid.length > 0 && { sharedFolderUids: picked(shared_folder_uid) }),
  }
}

const settingOf = (ways: readonly Way[], channel: string) =>
  ways.find((one) => one.channel === channel)?.settings

/** A number as Commander has it: the country apart, which for us it is not. */
const phoneOf = (number: string) => ({ phone: number.slice(1), phoneCountry: 0 })

function waysOf(ways: readonly Way[]) {
  const [email, sms, webhook] = ['email', 'sms', 'webhook'].map((name) => settingOf(ways, name))
  return {
    ...(email && { email: email['to'] }),
    ...(sms && phoneOf(String(sms['to']))),
    ...(webhook && {
      webhook: {
        url: webhook['url'],
        token: webhook['token'],
        ...(webhook['template'] !== undefined && { template: webhook['template'] }),
        allowUnverifiedCertificate: false,
      },
    }),
  }
}

/** The rule, without what Commander has no word for. */
export function alertFilter(
  { alert_uid, alert_id, name, rule, recipients }: AlertStatus,
  users: UserIds,
) {
  const { period, count } = rule.frequency
  const isEvery = period === 'event' && count === 1
  return {
    id: alert_id,
    alertUid: numberOf(alert_uid),
    name,
    frequency: { period, ...(!isEvery && { count }) },
    filter: filterOf(rule.filter, users),
    recipients: recipients
      .filter(({ recipient_id }) => recipient_id > 0)
      .map(({ recipient_id, name: called, disabled, ways }) => ({
        id: recipient_id,
        name: called,
        disabled,
        ...waysOf(ways),
      })),
    sendToOriginator: rule.send_to_originator,
  }
}

/** Commander reads times with six digits of a second, and no others. */
const microseconds = (time: string) => time.replace(/(?:\.\d+)?Z$/, '.000000Z')

/** How the rule stands. */
export const alertContext = ({
  alert_id,
  occurrences,
  alerts_sent,
  last_sent,
  last_reset,
  active,
}: AlertStatus) => ({
  id: alert_id,
  counter: occurrences,
  sentCounter: alerts_sent,
  ...(last_sent !== null && { lastSent: microseconds(last_sent) }),
  ...(last_reset !== null && { lastReset: Date.parse(last_reset) }),
  disabled: !active,
})
