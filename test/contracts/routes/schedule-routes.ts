import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  guarded,
  leaves,
  silent,
} from '../../support/route-declaration.ts'

/** How reports are sent by the clock. */

const noEvents = 'it tells what is sent where, and no event; secrets are masked'

let made = 0

const newSchedule = (name: string) => ({
  ...{ name, report: 'denied', cron: '0 7 * * *' },
  ways: { email: { to: 'ops@example.com' } },
})

/** Another one each time. */
const makeAnother: Ask = () => {
  made += 1
  return owner('/reports/schedules', newSchedule(`made ${made}`))
}

const reading = (path: string): Declaration =>
  guarded({
    ok: silent(200, () => owner(path), noEvents),
    needs: 'events.read',
  })

/** What is done to a schedule by name. */
function changing(path: string, json: unknown, ok: Pick<Case, 'status' | 'leaves'>): Declaration {
  const of = (name: string) => owner(path.replace(':name', name), json)
  return guarded({
    ok: leaves(ok.status, () => of('kept'), ...ok.leaves),
    needs: 'events.read',
    'not found': leaves(404, () => of('nothing'), 'action_failed'),
    malformed: leaves(400, () => of('x'.repeat(513)), 'action_failed'),
  })
}

const notFound = (path: string) => leaves(404, () => owner(path), 'action_failed')

export const scheduleRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/reports/ways`]: guarded({
    ok: silent(200, () => owner('/reports/ways'), 'it tells what can be sent by, and no event'),
    needs: 'session',
  }),
  [`GET ${api}/reports/schedules`]: reading('/reports/schedules'),
  [`POST ${api}/reports/schedules`]: guarded({
    ok: leaves(201, makeAnother, 'report_schedule_created'),
    needs: 'events.read',
    malformed: leaves(
      400,
      () => owner('/reports/schedules', { ...newSchedule('bad'), cron: 'soon' }),
      'action_failed',
    ),
    'not found': leaves(
      404,
      () => owner('/reports/schedules', { ...newSchedule('bad'), report: 'none' }),
      'action_failed',
    ),
  }),
  [`GET ${api}/reports/schedules/:name`]: guarded({
    ok: silent(200, () => owner('/reports/schedules/kept'), noEvents),
    needs: 'events.read',
    'not found': notFound('/reports/schedules/nothing'),
  }),
  [`PUT ${api}/reports/schedules/:name`]: changing(
    '/reports/schedules/:name',
    { format: 'json', ways: { email: { to: 'ops@example.com' } } },
    { status: 200, leaves: ['report_schedule_modified'] },
  ),
  [`POST ${api}/reports/schedules/:name/pause`]: changing(
    '/reports/schedules/:name/pause',
    undefined,
    {
      status: 200,
      leaves: ['report_schedule_paused'],
    },
  ),
  [`POST ${api}/reports/schedules/:name/resume`]: changing(
    '/reports/schedules/:name/resume',
    undefined,
    {
      status: 200,
      leaves: ['report_schedule_resumed'],
    },
  ),
  [`POST ${api}/reports/schedules/:name/runs`]: changing(
    '/reports/schedules/:name/runs',
    undefined,
    {
      status: 201,
      leaves: ['scheduled_report_asked'],
    },
  ),
  [`GET ${api}/reports/schedules/:name/runs`]: guarded({
    ok: silent(200, () => owner('/reports/schedules/kept/runs'), noEvents),
    needs: 'events.read',
    'not found': notFound('/reports/schedules/nothing/runs'),
  }),
  [`GET ${api}/reports/schedules/:name/runs/:run/file`]: guarded({
    ok: leaves(
      200,
      () => owner('/reports/schedules/kept/runs/1/file'),
      'scheduled_report_downloaded',
    ),
    needs: 'events.read',
    'not found': leaves(404, () => owner('/reports/schedules/kept/runs/2/file'), 'action_failed'),
    malformed: leaves(400, () => owner('/reports/schedules/kept/runs/x/file'), 'action_failed'),
  }),
  [`DELETE ${api}/reports/schedules/:name`]: changing('/reports/schedules/:name', undefined, {
    status: 200,
    leaves: ['report_schedule_deleted'],
  }),
}
