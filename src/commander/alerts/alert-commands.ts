import { z } from 'zod'
import { perform } from '../../access/action.ts'
import { listPeople } from '../../access/actions/people.ts'
import {
  deleteAlert,
  disableAlert,
  enableAlert,
  resetAlert,
} from '../../alerts/actions/alert-standing.ts'
import { alertStatuses } from '../../alerts/alert-status.ts'
import { userIdOf } from '../enterprise-numbers.ts'
import type { OfPerson } from '../house.ts'
import { type JsonCommand, readJson } from '../json-command.ts'
import { malformed, notAllowed } from '../refusal.ts'
import { alertShape, putAlert } from './put-alert.ts'
import { alertContext, alertFilter, type UserIds } from './shown-alert.ts'

const statusesOf = ({ house }: OfPerson) =>
  alertStatuses({ store: house.store, house: house.alerts.house })

/** The numbers by which Commander knows people. */
async function usersOf({ house }: OfPerson): Promise<UserIds> {
  const people = await house.store.read(listPeople)
  return new Map(people.map(({ email, account_uid }) => [email, userIdOf(account_uid)]))
}

/** Every alert, and how it stands. */
const getSettings: JsonCommand = async (asked) => {
  if (!asked.context.caller.may('alerts.read')) throw notAllowed(asked.endpoint)
  const [statuses, users] = [await statusesOf(asked), await usersOf(asked)]
  return {
    AuditAlertFilter: statuses.map((one) => alertFilter(one, users)),
    AuditAlertContext: statuses.map(alertContext),
    AuditReportFilter: [],
  }
}

const putShape = z.looseObject({ type: z.string(), settings: z.looseObject({}) })

const contextShape = z.looseObject({
  id: z.number(),
  disabled: z.boolean().optional(),
  counter: z.number().optional(),
})

/** What changes in how an alert stands; the rest of it stays. */
async function putContext({ context }: OfPerson, settings: object): Promise<void> {
  const { id, disabled, counter } = readJson(contextShape, settings)
  const alert = { alert: String(id) }
  if (disabled === true) await perform(context, disableAlert, alert)
  if (disabled === false) await perform(context, enableAlert, alert)
  if (counter === 0) await perform(context, resetAlert, alert)
}

const putSettings: JsonCommand = async (asked, request) => {
  const { type, settings } = readJson(putShape, request)
  if (type === 'AuditAlertContext') await putContext(asked, settings)
  else if (type === 'AuditAlertFilter') {
    const sent = readJson(alertShape, settings)
    if (!asked.context.caller.may('alerts.change')) throw notAllowed(asked.endpoint)
    const status = (await statusesOf(asked)).find(({ alert_id }) => alert_id === sent.id)
    await putAlert(asked, sent, { status, users: await usersOf(asked) })
  } else throw malformed(`There is no setting ${type}.`)
  return {}
}

const deleteShape = z.looseObject({ type: z.literal('AuditAlertFilter'), id: z.number() })

const deleteSettings: JsonCommand = async ({ context }, request) => {
  const { id } = readJson(deleteShape, request)
  await perform(context, deleteAlert, { alert: String(id) })
  return {}
}

export const alertCommands: Readonly<Record<string, JsonCommand>> = {
  get_enterprise_setting: getSettings,
  put_enterprise_setting: putSettings,
  delete_enterprise_setting: deleteSettings,
}
