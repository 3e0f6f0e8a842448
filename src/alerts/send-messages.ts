import {
  auditAlertFailed,
  auditAlertRecipientGone,
  auditAlertRestored,
} from '../events/catalog/usage-alerts.ts'
import { happened } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import type { Log } from '../kernel/log.ts'
import type { Outcome } from '../outbound/channel.ts'
import type { AlertMessage } from '../store/state/alert-messages.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import type { State } from '../store/state.ts'
import type { Transaction } from '../store/store.ts'
import type { AlertGround } from './engine.ts'
import { causeOf, noticeOf } from './notice-of.ts'
import type { Reason } from './reason.ts'
import { type OpenWay, openWays, originator } from './recipient.ts'
import { markChanged } from './watch.ts'

/** Waits after each failure (Standard Webhooks' schedule); after the last one a message is given up. */
const scheduleMs = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400].map(
  (seconds) => seconds * 1_000,
)
/** No message waits longer than that: a time that is further away comes from a clock that was wrong. */
const neverMs = 2 * 86_400_000
const attemptMs = 30_000
/** So many attempts fail before it is news. */
const patience = 2
const atOnce = 500

type Attempted = Outcome & { readonly latency_ms: number }

/** A message with everything that it needs. */
type Ready = {
  readonly message: AlertMessage
  readonly row: AlertRule
  readonly recipient: AlertRecipient | undefined
}

type Sending = AlertGround & { readonly log: Log }

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function readyOf(
  { alertMessages, alertRules, alertRecipients }: State,
  uid: string,
): Promise<Ready | undefined> {
  const message = await alertMessages.find(uid)
  const row = message && (await alertRules.find(message.alert_uid))
  if (!row) return undefined
  const { alert_uid, recipient_id } = message
  return { message, row, recipient: await alertRecipients.find(alert_uid, recipient_id) }
}

function wayOf({ house }: Sending, { message, recipient }: Ready, to: string): OpenWay | undefined {
  const { channel: name, recipient_id } = message
  const channel = house.channels.get(name)
  if (recipient_id === originator) return channel && { channel, settings: { to } }
  if (!recipient || recipient.disabled === 1) return undefined
  return openWays(house, recipient).find((way) => way.channel.name === name)
}

const notKept: Outcome = { kind: 'gone', answer: 'its event is no longer kept' }
const nobody: Outcome = { kind: 'gone', answer: 'the recipient was removed or turned off' }

async function attempt(parts: Sending, ready: Ready, signal: AbortSignal): Promise<Outcome> {
  const { store, house, ground, log } = parts
  const { message, row } = ready
  const event = await causeOf(store, ground, message)
  if (!event) return notKept
  try {
    const way = wayOf(parts, ready, String(event.username ?? ''))
    if (!way) return nobody
    const reason = JSON.parse(message.reason) as Reason
    const about = { message_uid: message.message_uid, reason, event }
    const notice = noticeOf({ house, ground, row }, about)
    return await way.channel.send(notice, way.settings as never, { tools: house.tools, signal })
  } catch (error) {
    log.warn({ alert: row.name, error }, 'an alert did not arrive')
    return { kind: 'again', answer: sentence(error).slice(0, 1_024) }
  }
}

type Trouble = Readonly<Record<string, string>>

const troubleOf = (recipient: AlertRecipient | undefined) =>
  JSON.parse(recipient?.trouble ?? '{}') as Trouble

/** Says once that a way fails, and once that it works again. */
async function tellTrouble(
  tx: Transaction,
  { message, row, recipient }: Ready,
  { at, detail }: { at: Date; detail: string | undefined },
): Promise<void> {
  const { [message.channel]: before, ...others } = troubleOf(recipient)
  if ((before === undefined) === (detail === undefined)) return
  const trouble = detail === undefined ? others : { ...others, [message.channel]: detail }
  const kept = Object.keys(trouble).length === 0 ? null : JSON.stringify(trouble)
  const { alert_uid, name } = row
  await tx.alertRecipients.setTrouble(alert_uid, message.recipient_id, kept)
  const told = recipient?.name ?? '*'
  const way = { alert_uid, name, recipient: told, channel: message.channel }
  const news =
    detail === undefined
      ? happened(auditAlertRestored, way)
      : happened(auditAlertFailed, { ...way, detail })
  await record(tx, news, { at, recordedAt: at })
}

/** What goes into the log: not what the receiver said, which only those see who may change alerts. */
const detailOf = ({ status, answer }: Outcome) =>
  status === undefined ? answer : `it answered ${status}`

/** A receiver that wants no more gets no more. */
async function sayGone(
  tx: Transaction,
  { message, row, recipient }: Ready,
  detail: string,
  at: Date,
) {
  if (!recipient) return
  const { alert_uid, recipient_id, name: told } = recipient
  await tx.alertRecipients.disable(alert_uid, recipient_id)
  await markChanged(tx)
  const way = { alert_uid, name: row.name, recipient: told, channel: message.channel, detail }
  await record(tx, happened(auditAlertRecipientGone, way), { at, recordedAt: at })
}

async function noteFailure(tx: Transaction, ready: Ready, outcome: Attempted, at: Date) {
  const { message } = ready
  const { message_uid } = message
  const attempts = message.attempts + 1
  const wait = scheduleMs[message.attempts]
  const isOver = outcome.kind === 'gone' || wait === undefined
  const next_at = at.getTime() + Math.max(wait ?? 0, outcome.afterMs ?? 0)
  const done_at = isOver ? at.getTime() : null
  const status = isOver ? 'dead' : 'waiting'
  await tx.alertMessages.settle(message_uid, { status, attempts, next_at, done_at })
  if (!isOver) await tx.alertMessages.holdBack(message, next_at)
  if (outcome.kind === 'gone' && outcome.status !== undefined)
    return sayGone(tx, ready, detailOf(outcome), at)
  if (attempts >= patience || isOver)
    await tellTrouble(tx, ready, { at, detail: detailOf(outcome) })
}

async function noteAttempt(
  { store, clock }: Sending,
  sent: AlertMessage,
  outcome: Attempted,
): Promise<void> {
  await store.transaction(async (tx) => {
    const ready = await readyOf(tx, sent.message_uid)
    // Another server may have gone on with it while this one slept.
    if (ready?.message.status !== 'waiting' || ready.message.attempts !== sent.attempts) return
    const [at, { message }] = [clock(), ready]
    const { status = null, latency_ms, answer } = outcome
    const attempts = message.attempts + 1
    const now = at.getTime()
    const { message_uid } = message
    await tx.alertDeliveries.note({
      message_uid,
      attempt: attempts,
      at: now,
      status,
      latency_ms,
      answer,
    })
    if (outcome.kind !== 'taken') return noteFailure(tx, ready, outcome, at)
    const settled = { status: 'delivered', attempts, next_at: now, done_at: now } as const
    await tx.alertMessages.settle(message_uid, settled)
    await tellTrouble(tx, ready, { at, detail: undefined })
  })
}

/** Sends one message and writes down what came of it. False when its way should be left alone for now. */
async function sendOne(parts: Sending, uid: string, signal: AbortSignal): Promise<boolean> {
  const ready = await parts.store.read((state) => readyOf(state, uid))
  // What was found due a moment ago may have been sent meanwhile, by who was still at it when it was found.
  if (ready?.message.status !== 'waiting') return true
  if (parts.lease?.holds() === false) return false
  const begun = performance.now()
  const patienceIs = AbortSignal.any([signal, AbortSignal.timeout(attemptMs)])
  const outcome = await attempt(parts, ready, patienceIs)
  if (signal.aborted && outcome.kind !== 'taken') return false
  const latency_ms = Math.round(performance.now() - begun)
  await noteAttempt(parts, ready.message, { ...outcome, latency_ms })
  return outcome.kind === 'taken'
}

const wayName = ({ alert_uid, recipient_id, channel }: AlertMessage) =>
  `${alert_uid} ${recipient_id} ${channel}`

/**
 * Sends what is due, each way by itself, so that a receiver that does not answer stands in nobody's way. A message that was sent
 * and not written down is sent again under the same number.
 */
export function messageSender(parts: Sending) {
  const { store, clock, log } = parts
  const busy = new Map<string, Promise<void>>()

  async function sendAll(messages: readonly AlertMessage[], signal: AbortSignal): Promise<void> {
    for (const { message_uid } of messages)
      if (signal.aborted || !(await sendOne(parts, message_uid, signal))) return
  }

  return {
    /** Begins with what is due and not being sent already. */
    async look(signal: AbortSignal): Promise<void> {
      const now = clock().getTime()
      const due = await store.read((state) => state.alertMessages.due(now, now + neverMs, atOnce))
      for (const [name, messages] of Map.groupBy(due, wayName)) {
        if (busy.has(name)) continue
        const work = sendAll(messages, signal)
          .catch((error: unknown) => log.error({ error }, 'what came of an alert was not kept'))
          .finally(() => busy.delete(name))
        busy.set(name, work)
      }
    },
    /** Resolves when nothing is being sent. */
    settled: async () => void (await Promise.all(busy.values())),
  }
}
