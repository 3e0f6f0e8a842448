import type { ShownAlert } from '../../client/alerts.ts'
import type { Thing } from '../answer.ts'

/** How alerts are shown: Commander's columns, and everything else with `--format json`. */

export const listColumns = [
  ...['id', 'name', 'events', 'frequency', 'occurrences', 'alerts_sent', 'last_sent', 'active'],
]

const shownEvents = 5

/** Five events, or four and how many more there are. */
function shortly(events: readonly string[]): string {
  if (events.length <= shownEvents) return events.join(', ')
  const kept = shownEvents - 1
  return `${events.slice(0, kept).join(', ')}, +${events.length - kept} more`
}

type Recipients = ShownAlert['recipients']

/** Recipients without whoever caused the event, as long as that is off. */
const listed = (recipients: Recipients) =>
  recipients.filter(({ name, disabled }) => name !== '*' || !disabled)

/** A line of the list. */
export function listedAlert({ alert_id, rule, recipients, ...alert }: ShownAlert): Thing {
  const { audit_event } = rule.filter
  return {
    id: alert_id,
    ...alert,
    events: audit_event,
    user: rule.filter.user,
    record_uid: rule.filter.record_uid,
    shared_folder_uid: rule.filter.shared_folder_uid,
    rule,
    recipients: listed(recipients),
  }
}

export const inTable = (alert: Thing): Thing => ({
  ...alert,
  events: shortly(alert['events'] as readonly string[]) || alert['query'],
})

export const viewColumns = [
  ...['id', 'name', 'events', 'user', 'record_uid', 'shared_folder_uid', 'frequency'],
  ...['occurrences', 'alerts_sent', 'last_sent', 'active', 'recipients'],
]

const wayText = ({ channel, settings }: Recipients[number]['ways'][number]) => {
  const { to, url } = settings as { readonly to?: string; readonly url?: string }
  return [channel, to ?? url].filter(Boolean).join(' ')
}

export const recipientThing = ({
  recipient_id,
  name,
  disabled,
  ways,
  trouble,
}: Recipients[number]) => ({
  id: recipient_id,
  name,
  status: disabled ? 'disabled' : 'enabled',
  told_by: ways.map(wayText).join(', '),
  trouble: trouble === null ? '' : Object.values(trouble).join('; '),
})

const conditionText = ({ condition }: ShownAlert['rule']) =>
  Object.entries(condition)
    .map(([name, value]) => (name === 'when' ? String(value) : `${name} ${value}`))
    .join(', ')

/** A sheet of one alert: what it looks for, how it fares, and who is told. */
export function alertSheet(alert: ShownAlert): Thing {
  const { alert_id: id, name, rule, query, recipients, frequency } = alert
  const { occurrences, alerts_sent, last_sent, active, snoozed_until } = alert
  return {
    'Alert ID': id,
    'Alert UID': alert.alert_uid,
    Name: name,
    ...(rule.description !== '' && { Description: rule.description }),
    Status: active ? 'enabled' : 'disabled',
    ...(snoozed_until !== null && { 'Snoozed Until': snoozed_until }),
    Severity: rule.severity,
    Frequency: frequency,
    Occurrences: occurrences,
    'Sent Counter': alerts_sent,
    'Last Sent': last_sent,
    'Alert Filter': query === '' ? 'every event' : query,
    Condition: conditionText(rule),
    ...(rule.group_by.length > 0 && { 'Group By': rule.group_by.join(', ') }),
    ...(rule.mode === 'shadow' && { Mode: 'shadow: nobody is told' }),
    ...Object.fromEntries(
      recipients.map((one) => {
        const { status, told_by, trouble } = recipientThing(one)
        const told = one.name === '*' ? 'whoever caused the event' : told_by
        return [
          `Recipient ${one.recipient_id} (${one.name})`,
          `${told} (${status})${trouble && `: ${trouble}`}`,
        ]
      }),
    ),
  }
}
