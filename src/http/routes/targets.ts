import { type Context, Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import {
  type ReplayInput,
  replayTarget,
  resendDeadLetters,
} from '../../exports/actions/send-again.ts'
import { changeStanding, makeTarget, opensAs, reviseTarget } from '../../exports/change-targets.ts'
import { type PreviewInput, previewTarget } from '../../exports/preview-target.ts'
import type { ChangedTargetInput, NewTargetInput } from '../../exports/target-input.ts'
import { targetKinds } from '../../exports/target-kinds.ts'
import { deadLettersOf, targetStatus, targetStatuses } from '../../exports/target-status.ts'
import { testTarget } from '../../exports/test-target.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

const readers = requirePermission('exports.read')

/** What changes of targets stand on. */
function changing(c: Context<SessionEnv>) {
  const { exports: house, catalog } = c.get('services')
  const { types, sealer } = house
  const ground = { types, sealer, fields: vocabularyOf(catalog).fields }
  return { context: c.get('context'), house, ground }
}

function reading(c: Context<SessionEnv>) {
  const { store, exports: house, clock } = c.get('services')
  return { store, house, now: clock() }
}

const testing = (c: Context<SessionEnv>) => (c.req.query('test') === 'no' ? 'no test' : 'test')

/** Where events are exported to. With `?test=no` a change takes effect without a test message. */
export const targets = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', readers, async (c) => c.json(await targetStatuses(reading(c))))
  .get('/kinds', readers, (c) => c.json(targetKinds(c.get('services').exports)))
  .post('/', accepts<NewTargetInput>(), async (c) =>
    c.json(await makeTarget(changing(c), c.req.valid('json'), testing(c)), 201),
  )
  .post('/preview', accepts<PreviewInput>(), async (c) => {
    const { context, house, ground } = changing(c)
    const { catalog } = c.get('services')
    return c.json(await previewTarget(context, { house, catalog, ground }, c.req.valid('json')))
  })
  .get('/:name', readers, async (c) => c.json(await targetStatus(reading(c), c.req.param('name'))))
  .put('/:name', accepts<ChangedTargetInput>(), async (c) => {
    const raw = { ...c.req.valid('json'), name: c.req.param('name') }
    return c.json(await reviseTarget(changing(c), raw, testing(c)))
  })
  .delete('/:name', async (c) =>
    c.json(await changeStanding(changing(c), 'remove', c.req.param('name'))),
  )
  .post('/:name/pause', async (c) =>
    c.json(await changeStanding(changing(c), 'pause', c.req.param('name'))),
  )
  .post('/:name/resume', async (c) =>
    c.json(await changeStanding(changing(c), 'resume', c.req.param('name'))),
  )
  .post('/:name/test', requirePermission('exports.change'), async (c) => {
    const parts = changing(c)
    const { target, type, settings } = await opensAs(parts, c.req.param('name'))
    await testTarget(parts.context, parts.house, { name: target.name, type, settings })
    return c.json({ name: target.name, arrived: true })
  })
  .post('/:name/replay', accepts<ReplayInput>(), async (c) => {
    const raw = { ...c.req.valid('json'), name: c.req.param('name') }
    const { store } = c.get('services')
    return c.json(await perform(c.var.context, replayTarget(store.events), raw), 201)
  })
  .get('/:name/dead-letters', readers, async (c) => {
    const asked = Number(c.req.query('after') ?? -1)
    const after = Number.isSafeInteger(asked) ? asked : -1
    return c.json(await deadLettersOf(reading(c), c.req.param('name'), after))
  })
  .post('/:name/dead-letters/resend', async (c) =>
    c.json(await perform(c.var.context, resendDeadLetters, { name: c.req.param('name') })),
  )
