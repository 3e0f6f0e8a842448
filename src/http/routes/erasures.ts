import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { forgetPerson } from '../../access/actions/forget-person.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Personal data that the log shall no longer show. */
export const erasures = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<z.input<typeof forgetPerson.input>>(), async (c) =>
    c.json(await perform(c.var.context, forgetPerson, c.req.valid('json')), 201),
  )
