import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { perform } from '../../access/action.ts'
import { type AcknowledgeInput, acknowledgeAlert } from '../../alerts/actions/acknowledge-alert.ts'
import { addAlert } from '../../alerts/actions/add-alert.ts'
import {
  deleteAlert,
  disableAlert,
  enableAlert,
  resetAlert,
  type SnoozeInput,
  snoozeAlert,
} from '../../alerts/actions/alert-standing.ts'
import { type ChangedAlertInput, changeAlert } from '../../alerts/actions/change-alert.ts'
import {
  addRecipient,
  type ChangedRecipientInput,
  changeRecipient,
  type NewRecipientInput,
  removeRecipient,
} from '../../alerts/actions/change-recipients.ts'
import { type DecoyInput, markDecoy, unmarkDecoy } from '../../alerts/actions/mark-decoy.ts'
import { type ResendInput, resendMessages } from '../../alerts/actions/resend-messages.ts'
import { alertStatus, alertStatuses, deliveriesOf } from '../../alerts/alert-status.ts'
import { type BacktestInput, backtest } from '../../alerts/backtest.ts'
import type { NewAlertInput } from '../../alerts/new-rule.ts'
import { testAlert } from '../../alerts/test-alert.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

const readers = requirePermission('alerts.read')
/** Answers of receivers are for those who may send there anyway. */
const changers = requirePermission('alerts.change')

const reading = (c: Context<SessionEnv>) => {
  const { store, alerts } = c.get('services')
  return { store, house: alerts.house }
}

const named = (c: Context<SessionEnv>) => ({ alert: c.req.param('alert') ?? '' })

const body = (c: Context<SessionEnv>) => c.req.valid('json' as never) as object

/** What is watched, and who is told. `:alert` is a number, a name or a UID. */
export const alerts = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', readers, async (c) => c.json(await alertStatuses(reading(c))))
  .get('/channels', readers, (c) =>
    c.json(
      [...c.get('services').alerts.house.channels.values()].map(({ name, title, settings }) => ({
        channel: name,
        title,
        settings: z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }),
      })),
    ),
  )
  .get('/ready', readers, (c) =>
    c.json(
      [...c.get('services').alerts.house.ready.values()].map(({ name, rule }) => ({
        ready: name,
        title: rule.name,
        description: rule.description,
        severity: rule.severity,
        rule,
      })),
    ),
  )
  .post('/backtest', accepts<BacktestInput>(), async (c) =>
    c.json(await backtest(c.var.context, c.get('services').alerts, body(c))),
  )
  .post('/', accepts<NewAlertInput>(), async (c) => {
    const { store, alerts: parts } = c.get('services')
    return c.json(await perform(c.var.context, addAlert(parts, store.events), body(c)), 201)
  })
  .put('/decoys/:record_uid', accepts<DecoyInput>(), async (c) => {
    const { store, alerts: parts } = c.get('services')
    const raw = { ...body(c), record_uid: c.req.param('record_uid') }
    return c.json(await perform(c.var.context, markDecoy(parts.ground, store.events), raw))
  })
  .delete('/decoys/:record_uid', async (c) =>
    c.json(await perform(c.var.context, unmarkDecoy, { record_uid: c.req.param('record_uid') })),
  )
  .get('/:alert', readers, async (c) => c.json(await alertStatus(reading(c), c.req.param('alert'))))
  .put('/:alert', accepts<ChangedAlertInput>(), async (c) => {
    const { store, alerts: parts } = c.get('services')
    const raw = { ...body(c), ...named(c) }
    return c.json(await perform(c.var.context, changeAlert(parts.ground, store.events), raw))
  })
  .delete('/:alert', async (c) => c.json(await perform(c.var.context, deleteAlert, named(c))))
  .post('/:alert/enable', async (c) => c.json(await perform(c.var.context, enableAlert, named(c))))
  .post('/:alert/disable', async (c) =>
    c.json(await perform(c.var.context, disableAlert, named(c))),
  )
  .post('/:alert/reset-counts', async (c) =>
    c.json(await perform(c.var.context, resetAlert, named(c))),
  )
  .post('/:alert/acknowledge', accepts<AcknowledgeInput>(), async (c) =>
    c.json(await perform(c.var.context, acknowledgeAlert, { ...body(c), ...named(c) })),
  )
  .post('/:alert/snooze', accepts<SnoozeInput>(), async (c) =>
    c.json(await perform(c.var.context, snoozeAlert, { ...body(c), ...named(c) })),
  )
  .post('/:alert/test', changers, accepts<{ readonly recipient?: string }>(), async (c) => {
    const { recipient } = c.req.valid('json')
    const asked = {
      ...named(c),
      recipient: recipient === undefined ? undefined : String(recipient),
    }
    return c.json(await testAlert(c.var.context, c.get('services').alerts, asked))
  })
  .get('/:alert/deliveries', changers, async (c) =>
    c.json(await deliveriesOf(reading(c), c.req.param('alert'))),
  )
  .post('/:alert/deliveries/resend', accepts<ResendInput>(), async (c) =>
    c.json(await perform(c.var.context, resendMessages, { ...body(c), ...named(c) })),
  )
  .post('/:alert/recipients', accepts<NewRecipientInput>(), async (c) => {
    const { house } = c.get('services').alerts
    return c.json(
      await perform(c.var.context, addRecipient(house), { ...body(c), ...named(c) }),
      201,
    )
  })
  .put('/:alert/recipients/:recipient', accepts<ChangedRecipientInput>(), async (c) => {
    const raw = { ...body(c), ...named(c), recipient: c.req.param('recipient') }
    return c.json(
      await perform(c.var.context, changeRecipient(c.get('services').alerts.house), raw),
    )
  })
  .delete('/:alert/recipients/:recipient', async (c) =>
    c.json(
      await perform(c.var.context, removeRecipient, {
        ...named(c),
        recipient: c.req.param('recipient'),
      }),
    ),
  )
