import type { Context as HonoContext } from 'hono'
import type { Context } from '../access/action.ts'
import { type Newcomer, newcomerCaller } from '../access/newcomer.ts'
import { verifyPasskey } from '../access/passkey.ts'
import { type AtDoor, resumeHalf } from '../access/sign-in.ts'
import type { HalfEnv } from './middleware/require-half-session.ts'
import { partyOf } from './relying-party.ts'

/** A code, or what a browser says that a passkey has signed. */
export type SecondProof = { readonly code?: string; readonly passkey?: object }

type Step = {
  readonly context: Context<Newcomer>
  /** The second step was right: it counts against nobody. */
  succeeded: AtDoor['succeeded']
}

/** The second step of a login: counted from here on, and a passkey is verified. Whether it opens something, the action says. */
export async function secondStep(
  c: HonoContext<HalfEnv>,
  { passkey: response }: Pick<SecondProof, 'passkey'> = {},
): Promise<Step> {
  const services = c.get('services')
  const surroundings = c.get('surroundings')
  const halfway = c.get('halfway')
  const { name, newcomer, succeeded } = await resumeHalf(
    services,
    halfway,
    surroundings.remote_address,
  )
  const { session_id: session, account_uid } = halfway.half
  const party = partyOf(services.hostname())
  const passkey =
    newcomer.half && response !== undefined
      ? await verifyPasskey(services.store, { session, account_uid, party, response })
      : undefined
  const caller = newcomerCaller(name, { ...newcomer, passkey })
  return { context: { ...services, surroundings, caller }, succeeded }
}
