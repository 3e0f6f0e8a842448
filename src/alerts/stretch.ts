import { auditAlertSent } from '../events/catalog/usage-alerts.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { AlertGroup } from '../store/state/alert-groups.ts'
import type { Counted } from '../store/state/alert-rules.ts'
import type { LiveRule } from './compiled-rule.ts'
import { forgetInMs } from './forgetting.ts'
import { type GroupState, newGroup, type Standing, type Turn } from './group-state.ts'
import type { Reason } from './reason.ts'
import { originator } from './recipient.ts'
import type { Told, Watch } from './watch.ts'

/** A message that is to be kept and sent. */
export type NewMessage = Told & {
  readonly alert_uid: string
  readonly cause_seq: number
  readonly reason: Reason
}

/** What a stretch of the log comes to: everything that one transaction has to write. */
export type Outcome = {
  readonly groups: readonly AlertGroup[]
  readonly counted: ReadonlyMap<string, Counted>
  readonly messages: readonly NewMessage[]
  readonly happenings: readonly Happening[]
}

/** Where something stands: of which rule, in which group, by which event. */
export type Place = {
  readonly rule: LiveRule
  readonly key: string
  readonly seq: number
  readonly at: number
  /** Whoever caused the event, if that is a person. */
  readonly username?: string | undefined
}

/** So many suppressed occurrences of a rule get an event each; the rest of a stretch shares one. */
const mostThrottled = 100

const none: Counted = { occurrences: 0, sent: 0, last_sent: null }

export function standingOf({ row }: LiveRule, { seq, at }: { seq: number; at: number }): Standing {
  if (seq < row.since_seq) return 'learning'
  const isSnoozed = row.snoozed_until !== null && at < row.snoozed_until
  return row.status === 'off' || isSnoozed ? 'quiet' : 'live'
}

const groupName = ({ rule, key }: Pick<Place, 'rule' | 'key'>) => `${rule.row.alert_uid} ${key}`

const keptGroup = ({ rule, key }: Place, state: GroupState) => ({
  alert_uid: rule.row.alert_uid,
  group_key: key,
  state: JSON.stringify(state),
})

/** Who is told: those who are listed, and whoever caused it if the rule wants that. */
function toldBy(watch: Watch, { rule, username }: Place): readonly Told[] {
  const listed = watch.recipientsOf(rule.row.alert_uid)
  if (!rule.rule.send_to_originator || !username?.includes('@')) return listed
  return [...listed, { recipient_id: originator, channel: 'email', whom: username }]
}

/** What a stretch begins with: the groups as they are kept, and for how long somebody has watched. */
type Begin = { readonly before: ReadonlyMap<string, GroupState>; readonly watched: number }

/** Collects what happens in a stretch. */
export function collecting(watch: Watch, { before, watched }: Begin) {
  const changed = new Map<string, AlertGroup & { readonly parsed: GroupState }>()
  const counted = new Map<string, Counted>()
  const messages: NewMessage[] = []
  const happenings: Happening[] = []
  const throttled = new Map<string, { count: number; place: Place }>()

  const stateOf = (place: Place): GroupState =>
    changed.get(groupName(place))?.parsed ?? before.get(groupName(place)) ?? newGroup

  function tell({ rule, seq }: Place, recipient: string, occurrences: number) {
    const { alert_uid, name } = rule.row
    const fields = { alert_uid, name, recipient, cause_seq: seq, occurrences }
    happenings.push(happened(auditAlertSent, fields))
  }

  function send(place: Place, reason: Reason) {
    const { row, rule } = place.rule
    if (rule.mode === 'shadow') return tell(place, 'shadow', reason.occurrences)
    const told = toldBy(watch, place)
    for (const one of told)
      messages.push({ ...one, alert_uid: row.alert_uid, cause_seq: place.seq, reason })
    const names = told.map(({ whom }) => whom).join(', ')
    tell(place, names === '' ? 'nobody' : names, reason.occurrences)
  }

  function suppress(place: Place) {
    const { alert_uid } = place.rule.row
    const count = (throttled.get(alert_uid)?.count ?? 0) + 1
    throttled.set(alert_uid, { count, place })
    if (count <= mostThrottled) tell(place, 'throttled', 1)
  }

  function count({ rule, at }: Place, isSent: boolean) {
    const { occurrences, sent, last_sent } = counted.get(rule.row.alert_uid) ?? none
    counted.set(rule.row.alert_uid, {
      occurrences: occurrences + 1,
      sent: sent + (isSent ? 1 : 0),
      last_sent: isSent ? at : last_sent,
    })
  }

  return {
    stateOf,
    /** Takes note of what a group has come to. `due_at` as the store has it. */
    note(place: Place, { state, occurrence }: Turn, due_at: number | null) {
      const forget_at = due_at === null ? watched + forgetInMs(place.rule.rule, state) : null
      const kept = { ...keptGroup(place, state), due_at, forget_at }
      changed.set(groupName(place), { ...kept, parsed: state })
      if (!occurrence) return
      const { verdict, fired, occurrences } = occurrence
      count(place, verdict === 'send' && place.rule.rule.mode === 'live')
      if (verdict === 'send') send(place, { fired, occurrences, group: place.key })
      if (verdict === 'throttled') suppress(place)
    },
    outcome(): Outcome {
      for (const { count: many, place } of throttled.values())
        if (many > mostThrottled) tell(place, 'throttled', many - mostThrottled)
      const groups = [...changed.values()].map(({ parsed: _, ...group }) => group)
      return { groups, counted, messages, happenings }
    },
  }
}
