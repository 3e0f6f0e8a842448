import type { HttpBindings } from '@hono/node-server'
import type { Context as HonoContext } from 'hono'
import type { Context, Surroundings } from '../access/action.ts'
import type { Person } from '../access/person.ts'
import type { Services } from './services.ts'

/** What every handler finds in its request. */
export type Env = {
  Bindings: HttpBindings
  Variables: {
    services: Services
    surroundings: Surroundings
  }
}

/** What handlers behind `requireSession` find besides. */
export type SessionEnv = Env & { Variables: { context: Context<Person> } }

export type Request = HonoContext<Env>

/** The JSON of a request's body; undefined when it is none, which no schema accepts. */
export const jsonBody = (c: Pick<Request, 'req'>): Promise<unknown> =>
  c.req.json().catch(() => undefined)

export type SessionRequest = HonoContext<SessionEnv>
