import { type Permission, roleMay } from '../../src/access/permission.ts'
import type { Asked, Who, World } from './route-world.ts'

/** What may come of a request; every route says of each what it leaves in the log. */
export const outcomes = [
  'no session',
  'not allowed',
  'malformed',
  'not found',
  'throttled',
  'locked address',
  'replay',
  'ok',
] as const

export type Outcome = (typeof outcomes)[number]
export type Ask = (world: World) => Asked | Promise<Asked>

/** A request that a test can make, its status, and the events that it leaves in this order: none needs a reason. */
export type Case = {
  readonly ask: Ask
  /** Made before, for what only goes wrong the second time. */
  readonly first?: Ask
  /** How often it is made before; once if absent. */
  readonly times?: number
  readonly status: number
  readonly leaves: readonly string[]
  readonly silent?: string
  /** It keeps something all the same, so that it cannot be answered while nothing can be written. */
  readonly keeps?: true
}

/** An outcome that cannot come up, and why. */
export type Never = { readonly never: string }

/**
 * Whom a route is for: for everybody, for whoever is logged in, for who is in the middle of a login, for client devices, for programs with a token of that scope,
 * for our own console, or for those whom the table of permissions lets (all that are named).
 */
export type Needs =
  | 'nothing'
  | 'session'
  | 'half session'
  | 'device'
  /** A session of Keeper Commander, which is inside what it sends; what each call needs besides is its own. */
  | 'commander'
  | { readonly token: Permission }
  | readonly [Permission, ...Permission[]]

export type Declaration = Readonly<Record<Outcome, Case | Never>> & { readonly needs: Needs }

export const never = (why: string): Never => ({ never: why })

export const leaves = (status: number, ask: Ask, ...events: readonly string[]): Case => ({
  ask,
  status,
  leaves: events,
})

/** Leaves nothing, for a reason that somebody can judge. */
export const silent = (status: number, ask: Ask, why: string): Case => ({
  ask,
  status,
  leaves: [],
  silent: why,
})

const nobodysLimits = {
  throttled: never('requests are not limited: failures are counted when they are many'),
  'locked address': never('only devices are locked to an address'),
  replay: never(
    'only requests of devices are signed; what may not happen twice has a UID or revision',
  ),
}

/** A route for everybody. */
export const open = (own: Partial<Declaration> & Pick<Declaration, 'ok'>): Declaration => ({
  'no session': never('it needs none'),
  'not allowed': never('it is for everybody'),
  malformed: never('it takes nothing'),
  'not found': never('it names nothing'),
  ...nobodysLimits,
  needs: 'nothing',
  ...own,
})

type Guarded = Partial<Omit<Declaration, 'ok' | 'needs'>> & {
  readonly ok: Case
  readonly needs: Permission | 'session' | 'half session' | readonly [Permission, ...Permission[]]
}

const roles = ['member', 'auditor', 'operator'] as const

/** The first role that may not, if there is one. */
const forbiddenTo = (needs: Declaration['needs']): Who | undefined =>
  Array.isArray(needs)
    ? roles.find((role) => needs.some((permission: Permission) => !roleMay(role, permission)))
    : undefined

const needsOf = (needs: Guarded['needs']): Needs =>
  typeof needs === 'string' && needs !== 'session' && needs !== 'half session' ? [needs] : needs

const askedBy =
  (ask: Ask, as: Who): Ask =>
  async (world) => ({ ...(await ask(world)), as })

/** A route behind a session. Its refusals follow from its success and from what it needs. */
export function guarded({ ok, needs: given, ...own }: Guarded): Declaration {
  const needs = needsOf(given)
  const forbidden = forbiddenTo(needs)
  return {
    'no session': leaves(401, askedBy(ok.ask, 'nobody'), 'action_denied'),
    'not allowed': forbidden
      ? leaves(403, askedBy(ok.ask, forbidden), 'action_denied')
      : never('every role may'),
    malformed: never('it takes nothing'),
    'not found': never('it names nothing'),
    ...nobodysLimits,
    needs,
    ...own,
    ok,
  }
}

/** The same request with a body that is no JSON. */
export const garbled = (ask: Ask, event = 'action_failed'): Case =>
  leaves(
    400,
    async (world) => {
      const { json: _, ...rest } = await ask(world)
      return { ...rest, text: '{"broken' }
    },
    event,
  )
