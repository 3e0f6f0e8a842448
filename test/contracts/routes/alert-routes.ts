import { api, namedBy, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  garbled,
  guarded,
  leaves,
  never,
  silent,
} from '../../support/route-declaration.ts'

/** What is watched, and who is told. */

const noEvents = 'what is watched tells nothing of events, and secrets are masked'

let made = 0

/** Another one each time. */
const makeAnother: Ask = () => {
  made += 1
  return owner('/alerts', { rule: { name: `made-${made}` } })
}

const addRecipient: Ask = () => {
  made += 1
  const ways = { webhook: { url: 'https://hooks.example.com' } }
  return owner('/alerts/watched/recipients', { name: `told-${made}`, ways })
}

const unknown = (path: string) => silent(404, () => owner(path), noEvents)

const decoy = (record_uid: string) => owner(`/alerts/decoys/${record_uid}`, {})

const tooLong = 'x'.repeat(201)

/** What is done to an alert by name. */
function changing(path: string, json: unknown, ok: Pick<Case, 'status' | 'leaves'>): Declaration {
  const of = (name: string) => owner(path.replace(':alert', name), json)
  return guarded({
    ok: leaves(ok.status, () => of('watched'), ...ok.leaves),
    needs: 'alerts.change',
    'not found': leaves(404, () => of('nothing'), 'action_failed'),
    malformed: leaves(400, () => of(tooLong), 'action_failed'),
  })
}

export const alertRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/alerts`]: guarded({
    ok: silent(200, () => owner('/alerts'), noEvents),
    needs: 'alerts.read',
  }),
  [`GET ${api}/alerts/channels`]: guarded({
    ok: silent(200, () => owner('/alerts/channels'), noEvents),
    needs: 'alerts.read',
  }),
  [`GET ${api}/alerts/ready`]: guarded({
    ok: silent(200, () => owner('/alerts/ready'), noEvents),
    needs: 'alerts.read',
  }),
  [`POST ${api}/alerts/backtest`]: guarded({
    ok: leaves(200, () => owner('/alerts/backtest', { ready: 'denied-burst' }), 'events_read'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/alerts/backtest', { days: 0 }), 'action_failed'),
    'not found': leaves(404, () => owner('/alerts/backtest', { alert: 'none' }), 'action_failed'),
  }),
  [`PUT ${api}/alerts/decoys/:record_uid`]: guarded({
    ok: leaves(200, ({ vault }) => decoy(vault.single), 'decoy_marked'),
    needs: 'vault',
    ...namedBy((uid) => `/alerts/decoys/${uid}`),
  }),
  [`DELETE ${api}/alerts/decoys/:record_uid`]: guarded({
    ok: leaves(200, ({ vault }) => decoy(vault.single), 'decoy_unmarked'),
    needs: 'vault',
    ...namedBy((uid) => `/alerts/decoys/${uid}`),
  }),
  [`GET ${api}/alerts/:alert`]: guarded({
    ok: silent(200, () => owner('/alerts/watched'), noEvents),
    needs: 'alerts.read',
    'not found': unknown('/alerts/nothing'),
  }),
  [`GET ${api}/alerts/:alert/deliveries`]: guarded({
    ok: silent(200, () => owner('/alerts/watched/deliveries'), noEvents),
    needs: 'alerts.change',
    'not found': unknown('/alerts/nothing/deliveries'),
  }),
  [`POST ${api}/alerts`]: guarded({
    ok: leaves(201, makeAnother, 'audit_alert_created'),
    needs: 'alerts.change',
    malformed: garbled(makeAnother),
    'not found': never('it makes a new one'),
  }),
  [`PUT ${api}/alerts/:alert`]: changing(
    '/alerts/:alert',
    { rule: { severity: 'critical' } },
    { status: 200, leaves: ['audit_alert_changed'] },
  ),
  [`POST ${api}/alerts/:alert/enable`]: changing('/alerts/:alert/enable', undefined, {
    status: 200,
    leaves: ['audit_alert_resumed'],
  }),
  [`POST ${api}/alerts/:alert/disable`]: changing('/alerts/:alert/disable', undefined, {
    status: 200,
    leaves: ['audit_alert_paused'],
  }),
  [`POST ${api}/alerts/:alert/snooze`]: changing(
    '/alerts/:alert/snooze',
    { for: '1h' },
    { status: 200, leaves: ['audit_alert_snoozed'] },
  ),
  [`POST ${api}/alerts/:alert/acknowledge`]: changing(
    '/alerts/:alert/acknowledge',
    { note: 'our own test' },
    { status: 200, leaves: ['audit_alert_acknowledged'] },
  ),
  [`POST ${api}/alerts/:alert/reset-counts`]: changing('/alerts/:alert/reset-counts', undefined, {
    status: 200,
    leaves: ['audit_alert_counts_reset'],
  }),
  [`POST ${api}/alerts/:alert/test`]: guarded({
    ok: leaves(200, () => owner('/alerts/watched/test', {}), 'audit_alert_tested'),
    needs: 'alerts.change',
    'not found': unknown('/alerts/nothing/test'),
  }),
  [`POST ${api}/alerts/:alert/deliveries/resend`]: changing(
    '/alerts/:alert/deliveries/resend',
    {},
    { status: 200, leaves: ['audit_alert_resent'] },
  ),
  [`POST ${api}/alerts/:alert/recipients`]: guarded({
    ok: leaves(201, addRecipient, 'audit_alert_recipient_changed'),
    needs: 'alerts.change',
    malformed: garbled(addRecipient),
    'not found': leaves(
      404,
      async (world) => ({
        ...(await addRecipient(world)),
        path: `${api}/alerts/nothing/recipients`,
      }),
      'action_failed',
    ),
  }),
  [`PUT ${api}/alerts/:alert/recipients/:recipient`]: changing(
    '/alerts/:alert/recipients/hook',
    { disabled: true },
    { status: 200, leaves: ['audit_alert_recipient_changed'] },
  ),
  [`DELETE ${api}/alerts/:alert/recipients/:recipient`]: changing(
    '/alerts/:alert/recipients/hook',
    undefined,
    { status: 200, leaves: ['audit_alert_recipient_changed'] },
  ),
  [`DELETE ${api}/alerts/:alert`]: changing('/alerts/:alert', undefined, {
    status: 200,
    leaves: ['audit_alert_deleted'],
  }),
}
