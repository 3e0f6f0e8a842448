import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditAlertRecipientChanged } from '../../events/catalog/policy-alerts.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import { sealedWays, type Ways, type WaysInput, waysInput, withWays } from '../../outbound/ways.ts'
import type { AlertRecipient } from '../../store/state/alert-recipients.ts'
import type { State } from '../../store/state.ts'
import type { AlertHouse } from '../alert-house.ts'
import { findAlert, findRecipient } from '../find-alert.ts'
import { openWays, sealedAs } from '../recipient.ts'
import { keptRule } from '../rule.ts'
import { markChanged } from '../watch.ts'
import { withToken } from '../webhook-token.ts'
import { alertName } from './change-alert.ts'

type House = Pick<AlertHouse, 'channels' | 'sealer'>

const recipientName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must be one line')
  .refine((name) => name !== '*', 'stands for whoever caused the event')

const leaves = (
  _: unknown,
  {
    alert_uid,
    name,
    recipient,
    change,
  }: { alert_uid: string; name: string; recipient: string; change: string },
) => [happened(auditAlertRecipientChanged, { alert_uid, name, recipient, change })] as const

const adding = z.strictObject({
  alert: alertName,
  name: recipientName,
  ways: waysInput,
  generate_token: z.boolean().default(false),
})

async function demandFree(
  { alertRecipients }: State,
  { alert_uid, name }: Pick<AlertRecipient, 'alert_uid' | 'name'>,
  own?: number,
): Promise<void> {
  const all = await alertRecipients.listOf(alert_uid)
  const same = all.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (same && same.recipient_id !== own)
    throw conflict('the alert has a recipient of that name already')
}

type Kept = Pick<AlertRecipient, 'alert_uid' | 'recipient_id' | 'name' | 'disabled'>

async function keep(state: State, house: House, { kept, ways }: { kept: Kept; ways: Ways }) {
  if (Object.keys(ways).length === 0)
    throw invalid(
      'a recipient needs a way to be told: an address, a number, a webhook or a channel',
    )
  await state.alertRecipients.put({ ...kept, ...sealedWays(house, ways, sealedAs(kept)) })
  await markChanged(state)
}

/** Has somebody told when a rule comes true. */
export const addRecipient = (house: House) =>
  action({
    name: 'alert.add_recipient',
    permission: 'alerts.change',
    input: adding,
    async run(state: State, given: z.output<typeof adding>, _by: { who: Person }) {
      const { alert_uid, alert_id, name } = await findAlert(state, given.alert)
      await demandFree(state, { alert_uid, name: given.name })
      const all = await state.alertRecipients.listOf(alert_uid)
      const recipient_id = 1 + Math.max(0, ...all.map((one) => one.recipient_id))
      const { ways, token } = withToken(withWays(house, {}, given.ways), given.generate_token)
      const kept = { alert_uid, recipient_id, name: given.name, disabled: 0 } as const
      await keep(state, house, { kept, ways })
      const made = {
        alert_uid,
        alert_id,
        name,
        recipient_id,
        recipient: given.name,
        change: 'added',
      }
      return { ...made, ...(token !== undefined && { token }) }
    },
    leaves,
  })

export type NewRecipientInput = {
  readonly name: string
  readonly ways: WaysInput
  readonly generate_token?: boolean
}

const waysOf = (house: House, recipient: AlertRecipient): Ways =>
  Object.fromEntries(
    openWays(house, recipient).map(({ channel, settings }) => [channel.name, settings]),
  )

const changing = z.strictObject({
  alert: alertName,
  recipient: z.string().min(1).max(200),
  name: recipientName.optional(),
  ways: waysInput.default({}),
  generate_token: z.boolean().default(false),
  disabled: z.boolean().optional(),
})

type Changing = z.output<typeof changing>

const changeOf = ({ name, ways, generate_token, disabled }: Changing) => {
  if (name !== undefined || generate_token || Object.keys(ways).length > 0) return 'changed'
  if (disabled === undefined) return 'left as it was'
  return disabled ? 'disabled' : 'enabled'
}

/** Whoever caused the event is a recipient that every rule has, and that is off at first. */
async function changeOriginator(state: State, given: Changing) {
  const { alert_uid, alert_id, name, rule } = await findAlert(state, given.alert)
  if (given.disabled === undefined || changeOf(given) === 'changed')
    throw invalid('whoever caused the event can only be enabled and disabled')
  const changed = { ...keptRule(rule), send_to_originator: !given.disabled }
  await state.alertRules.change(alert_uid, { name, rule: JSON.stringify(changed) })
  await markChanged(state)
  return { alert_uid, alert_id, name, recipient_id: 0, recipient: '*', change: changeOf(given) }
}

/** Changes a recipient; what is not named stays, secrets too. `*` is whoever caused the event. */
export const changeRecipient = (house: House) =>
  action({
    name: 'alert.change_recipient',
    permission: 'alerts.change',
    confirm: true,
    input: changing,
    together: ({ alert, recipient, disabled, ways }) => ({
      ...{ alert, recipient, ways: Object.keys(ways) },
      ...(disabled !== undefined && { disabled }),
    }),
    async run(state: State, given: Changing, _by: { who: Person }) {
      if (given.recipient === '*') return changeOriginator(state, given)
      const row = await findAlert(state, given.alert)
      const found = await findRecipient(state, row, given.recipient)
      const { alert_uid, recipient_id } = found
      const name = given.name ?? found.name
      await demandFree(state, { alert_uid, name }, recipient_id)
      const disabled = given.disabled === undefined ? found.disabled : given.disabled ? 1 : 0
      const wanted = withWays(house, waysOf(house, found), given.ways)
      const { ways, token } = withToken(wanted, given.generate_token)
      await keep(state, house, { kept: { alert_uid, recipient_id, name, disabled }, ways })
      const { alert_id } = row
      const made = { alert_uid, alert_id, name: row.name, recipient_id, recipient: name }
      return { ...made, change: changeOf(given), ...(token !== undefined && { token }) }
    },
    leaves,
  })

export type ChangedRecipientInput = Partial<NewRecipientInput> & { readonly disabled?: boolean }

const removing = z.strictObject({ alert: alertName, recipient: z.string().min(1).max(200) })

/** Tells somebody no more. */
export const removeRecipient = action({
  name: 'alert.remove_recipient',
  permission: 'alerts.change',
  confirm: true,
  freesSpace: true,
  input: removing,
  together: (input) => input,
  async run(state: State, given: z.output<typeof removing>, _by: { who: Person }) {
    const row = await findAlert(state, given.alert)
    const { alert_uid, alert_id, name } = row
    const { recipient_id, name: recipient } = await findRecipient(state, row, given.recipient)
    await state.alertRecipients.remove(alert_uid, recipient_id)
    await markChanged(state)
    return { alert_uid, alert_id, name, recipient_id, recipient, change: 'removed' }
  },
  leaves,
})
