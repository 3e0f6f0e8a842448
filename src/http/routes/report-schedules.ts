import { type Context, Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { downloadScheduled } from '../../reports/actions/download-scheduled.ts'
import {
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
  runSchedule,
} from '../../reports/actions/schedule-standing.ts'
import {
  addSchedule,
  type ChangedScheduleInput,
  changeSchedule,
  type NewScheduleInput,
} from '../../reports/actions/schedules.ts'
import {
  scheduleHistory,
  scheduleNamed,
  scheduleStatuses,
} from '../../reports/schedule/schedule-status.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { onRecord } from '../middleware/on-record.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

const readers = requirePermission('events.read')

const reading = (c: Context<SessionEnv>) => {
  const { store, schedules: house } = c.get('services')
  return { store, house }
}

const changing = (c: Context<SessionEnv>) => {
  const { schedules: house, library } = c.get('services')
  return { house, library }
}

const whoOf = (c: Context<SessionEnv>) => c.get('context').caller.who

/** Reports that are sent by the clock, of everybody who may read events. */
export const reportSchedules = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', readers, async (c) => c.json(await scheduleStatuses(reading(c), whoOf(c))))
  .post('/', accepts<NewScheduleInput>(), async (c) => {
    const { name } = await perform(c.var.context, addSchedule(changing(c)), c.req.valid('json'))
    return c.json(await scheduleNamed(reading(c), name, whoOf(c)), 201)
  })
  .get('/:name', readers, onRecord('schedule.open'), async (c) =>
    c.json(await scheduleNamed(reading(c), c.req.param('name'), whoOf(c))),
  )
  .put('/:name', accepts<ChangedScheduleInput>(), async (c) => {
    const asked = { ...c.req.valid('json'), name: c.req.param('name') }
    const { name } = await perform(c.var.context, changeSchedule(changing(c)), asked)
    return c.json(await scheduleNamed(reading(c), name, whoOf(c)))
  })
  .delete('/:name', async (c) =>
    c.json(await perform(c.var.context, removeSchedule, { name: c.req.param('name') })),
  )
  .post('/:name/pause', async (c) =>
    c.json(await perform(c.var.context, pauseSchedule, { name: c.req.param('name') })),
  )
  .post('/:name/resume', async (c) =>
    c.json(await perform(c.var.context, resumeSchedule, { name: c.req.param('name') })),
  )
  .post('/:name/runs', async (c) =>
    c.json(await perform(c.var.context, runSchedule, { name: c.req.param('name') }), 201),
  )
  .get('/:name/runs', readers, onRecord('schedule.history'), async (c) =>
    c.json(await scheduleHistory(reading(c), c.req.param('name'), whoOf(c))),
  )
  .get('/:name/runs/:run/file', async (c) => {
    const asked = { name: c.req.param('name'), run: c.req.param('run') }
    const { bytes, file, mediaType } = await perform(c.var.context, downloadScheduled, asked)
    return c.body(bytes, 200, {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
    })
  })
