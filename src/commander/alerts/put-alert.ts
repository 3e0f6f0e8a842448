import { z } from 'zod'
import { perform } from '../../access/action.ts'
import { addAlert } from '../../alerts/actions/add-alert.ts'
import { changeAlert } from '../../alerts/actions/change-alert.ts'
import {
  addRecipient,
  changeRecipient,
  removeRecipient,
} from '../../alerts/actions/change-recipients.ts'
import type { AlertStatus } from '../../alerts/alert-status.ts'
import { eventNames } from '../audit/numbers.ts'
import type { OfPerson } from '../house.ts'
import { malformed } from '../refusal.ts'
import { alertFilter, type UserIds } from './shown-alert.ts'

const picked = z.array(z.looseObject({ id: z.string() })).nullish()

const recipientShape = z.looseObject({
  id: z.number(),
  name: z.string().nullish(),
  disabled: z.boolean().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  phoneCountry: z.number().nullish(),
  webhook: z
    .looseObject({
      url: z.string(),
      token: z.string().nullish(),
      template: z.string().nullish(),
      allowUnverifiedCertificate: z.boolean().nullish(),
    })
    .nullish(),
})

type Recipient = z.output<typeof recipientShape>

/** An alert as Commander sends it: always as a whole. */
export const alertShape = z.looseObject({
  id: z.number(),
  name: z.string(),
  frequency: z.looseObject({ period: z.string(), count: z.number().nullish() }).nullish(),
  filter: z
    .looseObject({
      events: z.array(z.number()).nullish(),
      userIds: z.array(z.number()).nullish(),
      recordUids: picked,
      sharedFolderUids: picked,
    })
    .nullish(),
  recipients: z.array(recipientShape).nullish(),
  sendToOriginator: z.boolean().nullish(),
})

export type SentAlert = z.output<typeof alertShape>

const uidsOf = (list: z.output<typeof picked>) => (list ?? []).map(({ id }) => id)

/** The parts of a rule that Commander knows. */
function ruleOf({ house }: OfPerson, sent: SentAlert, users: UserIds) {
  const { filter, frequency } = sent
  const events = eventNames(house.catalog)
  const names = new Map([...users].map(([name, id]) => [id, name]))
  return {
    name: sent.name,
    frequency: { period: frequency?.period ?? 'event', count: frequency?.count ?? 1 },
    filter: {
      audit_event: (filter?.events ?? []).map((id) => events.get(id) ?? `unknown_${id}`),
      user: (filter?.userIds ?? []).map((id) => names.get(id) ?? `unknown ${id}`),
      record_uid: uidsOf(filter?.recordUids),
      shared_folder_uid: uidsOf(filter?.sharedFolderUids),
    },
    send_to_originator: sent.sendToOriginator ?? false,
  }
}

const digits = (text: string) => text.replaceAll(/\D/g, '')

/** What stands where a secret is; it is not the secret. */
const isMask = (text: string) => /^•+$/.test(text)

function webhookOf({ webhook }: Recipient) {
  if (!webhook) return null
  const { url, token, template, allowUnverifiedCertificate } = webhook
  if (allowUnverifiedCertificate)
    throw malformed(
      'Certificates are always checked here: pin the key of the receiver in Keepwatch.',
    )
  return { url, template: template ?? null, ...(token && !isMask(token) && { token }) }
}

/** The ways that Commander knows. Others that the recipient has stay. */
const waysOf = (recipient: Recipient) => ({
  email: recipient.email ? { to: recipient.email } : null,
  sms: recipient.phone
    ? { to: `+${recipient.phoneCountry || ''}${digits(recipient.phone)}` }
    : null,
  webhook: webhookOf(recipient),
})

const present = <Value>(ways: Readonly<Record<string, Value | null>>) =>
  Object.fromEntries(Object.entries(ways).filter(([, way]) => way !== null))

const nameOf = ({ name, email, phone, webhook, id }: Recipient) =>
  name?.trim() || email || phone || webhook?.url || `recipient ${id}`

type Changing = { readonly alert: string; readonly before: ReturnType<typeof alertFilter> }

async function putRecipients(
  { house, context }: OfPerson,
  sent: SentAlert,
  { alert, before }: Changing,
): Promise<void> {
  const { house: alerts } = house.alerts
  const wanted = sent.recipients ?? []
  for (const { id } of before.recipients)
    if (!wanted.some((one) => one.id === id))
      await perform(context, removeRecipient, { alert, recipient: String(id) })
  for (const recipient of wanted) {
    const was = before.recipients.find(({ id }) => id === recipient.id)
    const ways = waysOf(recipient)
    const name = nameOf(recipient)
    if (!was) await perform(context, addRecipient(alerts), { alert, name, ways: present(ways) })
    else if (isOther(recipient, was))
      await perform(context, changeRecipient(alerts), {
        ...{ alert, recipient: String(recipient.id) },
        ...(isOther({ ...recipient, disabled: was.disabled }, was) && { name, ways }),
        ...(isOn(recipient) !== isOn(was) && { disabled: !isOn(recipient) }),
      })
  }
}

const isOn = ({ disabled }: Pick<Recipient, 'disabled'>) => disabled !== true

/** Whether Commander has changed a recipient: it sends all of them with every change of the alert. */
const isOther = (recipient: Recipient, was: object) =>
  JSON.stringify(sorted(recipient)) !== JSON.stringify(sorted({ ...was }))

const sorted = (recipient: object) =>
  Object.entries(recipient)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))

const nobody = { recipients: [] as ReturnType<typeof alertFilter>['recipients'] }

/** Makes an alert or changes one, as far as it differs: by the actions of every other client, with their events. */
export async function putAlert(
  asked: OfPerson,
  sent: SentAlert,
  { status, users }: { readonly status: AlertStatus | undefined; readonly users: UserIds },
): Promise<void> {
  const { house, context } = asked
  const { alerts, store } = house
  const rule = ruleOf(asked, sent, users)
  if (!status) {
    const { alert_uid } = await perform(context, addAlert(alerts, store.events), { rule })
    const before = nobody as unknown as Changing['before']
    return putRecipients(asked, sent, { alert: alert_uid, before })
  }
  const before = alertFilter(status, users)
  const alert = status.alert_uid
  if (differs(before, sent))
    await perform(context, changeAlert(alerts.ground, store.events), { alert, rule })
  await putRecipients(asked, sent, { alert, before })
}

function differs(before: object, sent: SentAlert): boolean {
  const [was, is] = [{ ...before }, { ...sent }] as Record<string, unknown>[]
  for (const one of [was, is]) delete one?.['recipients']
  return JSON.stringify(sorted(was ?? {})) !== JSON.stringify(sorted(is ?? {}))
}
