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
}

/** An outcome that cannot come up, and why. */
export type Never = { readonly never: string }

export type Declaration = Readonly<Record<Outcome, Case | Never>>

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
  ...own,
})

type Guarded = Partial<Omit<Declaration, 'ok'>> & {
  readonly ok: Case
  /** Whose role does not allow it. Absent: every role does. */
  readonly forbidden?: Who
}

const askedBy =
  (ask: Ask, as: Who): Ask =>
  async (world) => ({ ...(await ask(world)), as })

/** A route behind a session. Its refusals follow from its success. */
export const guarded = ({ ok, forbidden, ...own }: Guarded): Declaration => ({
  'no session': leaves(401, askedBy(ok.ask, 'nobody'), 'action_denied'),
  'not allowed': forbidden
    ? leaves(403, askedBy(ok.ask, forbidden), 'action_denied')
    : never('every role may'),
  malformed: never('it takes nothing'),
  'not found': never('it names nothing'),
  ...nobodysLimits,
  ...own,
  ok,
})

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
