import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { addDevices } from '../../vault/actions/add-devices.ts'
import { addShares } from '../../vault/actions/add-shares.ts'
import {
  type ApplicationShareChange,
  type ApplicationShareInput,
  changeApplicationShare,
  shareApplication,
  unshareApplication,
} from '../../vault/actions/application-people.ts'
import { changeDeviceLock } from '../../vault/actions/change-device-lock.ts'
import { changeShares } from '../../vault/actions/change-shares.ts'
import { createApplication } from '../../vault/actions/create-application.ts'
import { listApplications } from '../../vault/actions/list-applications.ts'
import { openApplication } from '../../vault/actions/open-application.ts'
import { removeApplication } from '../../vault/actions/remove-application.ts'
import { removeDevices } from '../../vault/actions/remove-devices.ts'
import { removeShares } from '../../vault/actions/remove-shares.ts'
import { renameApplication } from '../../vault/actions/rename-application.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

type Of<Action extends { readonly input: z.ZodType }> = Omit<z.input<Action['input']>, 'app_uid'>

/**
 * Applications, and what each has: shares, devices, and people who hold it besides its owner. Several of these can be taken away together or not at all, which
 * DELETE has no body for: so a removal is posted.
 */
export const applications = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', async (c) => c.json(await perform(c.var.context, listApplications, {})))
  .post('/', accepts<z.input<typeof createApplication.input>>(), async (c) =>
    c.json(await perform(c.var.context, createApplication, c.req.valid('json')), 201),
  )
  .get('/:app_uid', async (c) =>
    c.json(await perform(c.var.context, openApplication, c.req.param())),
  )
  .patch('/:app_uid', accepts<Of<typeof renameApplication>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, renameApplication, input))
  })
  .post('/:app_uid/removal', accepts<Of<typeof removeApplication>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const removed = await perform(c.var.context, removeApplication, input)
    const { app_uid, devices, shares } = removed
    return c.json({ app_uid, devices: devices.length, shares: shares.length })
  })
  .put('/:app_uid/people/:account_uid', accepts<ApplicationShareInput>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, shareApplication, input), 201)
  })
  .patch('/:app_uid/people/:account_uid', accepts<ApplicationShareChange>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, changeApplicationShare, input))
  })
  .delete('/:app_uid/people/:account_uid', async (c) =>
    c.json(await perform(c.var.context, unshareApplication, c.req.param())),
  )
  .post('/:app_uid/shares', accepts<Of<typeof addShares>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, addShares, input), 201)
  })
  .patch('/:app_uid/shares', accepts<Of<typeof changeShares>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, changeShares, input))
  })
  .post('/:app_uid/shares/removal', accepts<Of<typeof removeShares>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, removeShares, input))
  })
  .post('/:app_uid/devices', accepts<Of<typeof addDevices>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, addDevices, input), 201)
  })
  .patch('/:app_uid/devices', accepts<Of<typeof changeDeviceLock>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, changeDeviceLock, input))
  })
  .post('/:app_uid/devices/removal', accepts<Of<typeof removeDevices>>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, removeDevices, input))
  })
