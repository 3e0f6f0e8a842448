import { z } from 'zod'
import { action, type Context, type NonEmpty, perform } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import { auditAlertTested } from '../events/catalog/usage-alerts.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { ShownEvent } from '../events/shown-event.ts'
import { rfc3339 } from '../kernel/clock.ts'
import { conflict } from '../kernel/errors.ts'
import { newUid, newUuid } from '../kernel/ids.ts'
import type { Outcome } from '../outbound/channel.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import type { State } from '../store/state.ts'
import type { AlertHouse, AlertParts } from './alert-house.ts'
import { findAlert, findRecipient } from './find-alert.ts'
import { noticeOf } from './notice-of.ts'
import { type OpenWay, openWays } from './recipient.ts'

const patienceMs = 20_000

/** What came of a test on one way: the receiver's own answer, for those who may change alerts. */
export type TestResult = {
  readonly recipient: string
  readonly channel: string
  readonly arrived: boolean
  readonly status: number | null
  readonly latency_ms: number
  readonly answer: string
}

/** What a test is about: it is no event of the log, and says so. */
function testEvent(name: string, seq: number, at: Date): ShownEvent {
  const time = rfc3339(at)
  return {
    seq,
    event_id: newUuid(at),
    audit_event: 'audit_alert_test_message',
    category: 'usage',
    severity: 'info',
    outcome: 'success',
    timestamp: time,
    recorded_at: time,
    message: `Test message of Keepwatch for the alert ${name}`,
  }
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function tried(
  { channel, settings }: OpenWay,
  notice: ReturnType<typeof noticeOf>,
  house: AlertHouse,
) {
  const begun = performance.now()
  const on = { tools: house.tools, signal: AbortSignal.timeout(patienceMs) }
  const outcome: Outcome = await channel
    .send(notice, settings as never, on)
    .catch((error: unknown) => ({ kind: 'again', answer: sentence(error) }))
  return {
    channel: channel.name,
    arrived: outcome.kind === 'taken',
    status: outcome.status ?? null,
    latency_ms: Math.round(performance.now() - begun),
    answer: outcome.answer,
  }
}

const result = z.object({ recipient: z.string(), channel: z.string(), detail: z.string() })

const tested = action({
  name: 'alert.test',
  permission: 'alerts.change',
  input: z.strictObject({
    alert_uid: z.string(),
    name: z.string(),
    results: z.array(result).min(1),
  }),
  run: async (_: State, given: { alert_uid: string; name: string }, _by: { who: Person }) => given,
  leaves: ({ alert_uid, name, results }) =>
    results.map((one) =>
      happened(auditAlertTested, { alert_uid, name, ...one }),
    ) as unknown as NonEmpty<Happening>,
})

type Asked = { readonly alert: string; readonly recipient?: string | undefined }

const wanted = ({ store }: Context<Person>, { alert, recipient }: Asked) =>
  store.read(async (state) => {
    const row = await findAlert(state, alert)
    const all = await state.alertRecipients.listOf(row.alert_uid)
    const one = recipient === undefined ? undefined : await findRecipient(state, row, recipient)
    return { row, recipients: one ? [one] : all }
  })

async function resultsOf(
  { house, ground }: AlertParts,
  { row, recipients }: { row: AlertRule; recipients: readonly AlertRecipient[] },
  event: ShownEvent,
): Promise<readonly TestResult[]> {
  const reason = { fired: {}, occurrences: 1, group: 'test' }
  const results: TestResult[] = []
  for (const recipient of recipients)
    for (const way of openWays(house, recipient)) {
      const about = { message_uid: newUid(), reason, event, isTest: true } as const
      const notice = noticeOf({ house, ground, row }, about)
      results.push({ recipient: recipient.name, ...(await tried(way, notice, house)) })
    }
  return results
}

const detailOf = ({ arrived, status }: TestResult) =>
  arrived ? 'it arrived' : `it did not arrive${status === null ? '' : `, the answer was ${status}`}`

/** Sends a test by every way of a rule, or of one recipient, and gives the real answers. That it was done is on the record. */
export async function testAlert(
  context: Context<Person>,
  parts: AlertParts,
  asked: Asked,
): Promise<readonly TestResult[]> {
  const found = await wanted(context, asked)
  const { alert_uid, name } = found.row
  if (found.recipients.length === 0) throw conflict(`alert ${name} has no recipient to be tested`)
  const seq = (await context.store.events.size()) - 1
  const results = await resultsOf(parts, found, testEvent(name, seq, context.clock()))
  const told = results.map((one) => ({
    recipient: one.recipient,
    channel: one.channel,
    detail: detailOf(one),
  }))
  await perform(context, tested, { alert_uid, name, results: told })
  return results
}
