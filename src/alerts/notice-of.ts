import { type ShownEvent, showEvents } from '../events/shown-event.ts'
import type { Notice } from '../outbound/notice.ts'
import type { AlertMessage } from '../store/state/alert-messages.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import type { Store } from '../store/store.ts'
import type { AlertHouse } from './alert-house.ts'
import type { Ground } from './compiled-rule.ts'
import { dimension } from './dimension.ts'
import { groupOf, type Reason, whyOf } from './reason.ts'
import { keptRule } from './rule.ts'

/** What a message is made of, at the moment that it is sent: what was erased meanwhile is not in it. */
export type NoticeParts = {
  readonly house: Pick<AlertHouse, 'linkOf'>
  readonly ground: Ground
  readonly row: AlertRule
}

type About = {
  readonly message_uid: string
  readonly reason: Reason
  readonly event: ShownEvent
  readonly isTest?: true
}

export function noticeOf(
  { house, ground, row }: NoticeParts,
  { message_uid, reason, event, isTest }: About,
): Notice {
  const rule = keptRule(row.rule)
  const { fields } = ground.vocabulary
  const groups = rule.group_by.map((name) => dimension(name, fields, rule.timezone))
  const group = groupOf(groups, event)
  const { message, ...rest } = event
  return {
    message_uid,
    alert_uid: row.alert_uid,
    alert_name: row.name,
    severity: rule.severity,
    why: whyOf(rule, reason, group),
    occurrences: reason.occurrences,
    incident: `${row.alert_uid}/${reason.group}`,
    group,
    link: house.linkOf(event.seq),
    timestamp: event.timestamp,
    description: message,
    event: rest,
    is_test: isTest === true,
  }
}

/** The event of a message, opened; undefined when the log keeps it no more. */
export async function causeOf(
  store: Pick<Store, 'events' | 'read'>,
  { catalog }: Ground,
  { cause_seq }: Pick<AlertMessage, 'cause_seq'>,
): Promise<ShownEvent | undefined> {
  const [shown] = await showEvents(store, catalog, await store.events.readThese([cause_seq]))
  return shown
}
