import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import {
  changeRole,
  listPeople,
  lockPerson,
  removePerson,
  unlockPerson,
} from '../../access/actions/people.ts'
import { resetFactors } from '../../access/actions/second-factors.ts'
import { publicKeyOf } from '../../access/recipient.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { onRecord } from '../middleware/on-record.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

type NewRole = Pick<z.input<typeof changeRole.input>, 'role'>

/** Everybody who has an account. */
export const people = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('people.read'), async (c) =>
    c.json(await c.get('services').store.read(listPeople)),
  )
  .get('/keys/:email', requirePermission('vault'), onRecord('person.key'), async (c) =>
    c.json(await c.get('services').store.read(publicKeyOf(c.req.param('email')))),
  )
  .put('/:account_uid/role', accepts<NewRole>(), async (c) => {
    const input = { ...c.req.valid('json'), account_uid: c.req.param('account_uid') }
    const { person, role_before } = await perform(c.var.context, changeRole, input)
    return c.json({ ...person, role_before })
  })
  .put('/:account_uid/lock', async (c) => {
    const input = { account_uid: c.req.param('account_uid') }
    return c.json((await perform(c.var.context, lockPerson, input)).person)
  })
  .delete('/:account_uid/lock', async (c) =>
    c.json(await perform(c.var.context, unlockPerson, { account_uid: c.req.param('account_uid') })),
  )
  .delete('/:account_uid/second-factors', async (c) =>
    c.json(await perform(c.var.context, resetFactors, { account_uid: c.req.param('account_uid') })),
  )
  .delete('/:account_uid', async (c) => {
    const input = { account_uid: c.req.param('account_uid') }
    return c.json((await perform(c.var.context, removePerson, input)).person)
  })
