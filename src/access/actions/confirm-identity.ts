import { z } from 'zod'
import { identityConfirmed } from '../../events/catalog/login.ts'
import { happened } from '../../events/event-type.ts'
import { invalid, Throttled } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import { newOpaqueToken, tokenHash } from '../opaque-token.ts'
import type { UsedPasskey } from '../passkey.ts'
import type { Person } from '../person.ts'
import type { Sealing } from '../sealing.ts'
import { takeCode, takePasskey } from '../second-factor.ts'

/** What somebody in the middle of a session shows: that the password is theirs, or what a passkey has signed. */
export type Shown = {
  readonly isPassword: boolean
  readonly passkey?: UsedPasskey | undefined
  /** Whole seconds until they may try again: then nothing was looked at. */
  readonly wait?: number
}

const wrongPassword = () => invalid('this is not your master password: check it, then try again')

/** Somebody proves again who they are. The session goes on under another token, and for a while what needs that is allowed. */
export const confirmIdentity = (sealing: Sealing, shown: Shown) =>
  action({
    name: 'session.confirm',
    permission: 'open',
    input: z.strictObject({ code: z.string().max(200).optional() }),
    async run(state: State, { code }, { who, at }: By<Person>) {
      if (shown.wait !== undefined)
        throw new Throttled(`too many attempts: try again in ${shown.wait} seconds`, shown.wait)
      const by = await provedBy(state, { who, at, code, sealing, shown })
      const token = newOpaqueToken()
      await state.sessions.renew(who.session, { token_hash: tokenHash(token), at: at.getTime() })
      const session = await state.sessions.named(who.session)
      return { token, by, expires_at: session?.expires_at ?? 0 }
    },
    leaves: (_, { by }) => [happened(identityConfirmed, { by })],
  })

type Proving = Pick<By<Person>, 'who' | 'at'> & {
  readonly code: string | undefined
  readonly sealing: Sealing
  readonly shown: Shown
}

async function provedBy(state: State, { who, at, code, sealing, shown }: Proving): Promise<string> {
  const { account_uid, session } = who
  if (shown.passkey)
    return (await takePasskey(state, session, { used: shown.passkey, at })).second_factor
  if (code !== undefined)
    return (await takeCode(state, sealing, { account_uid, code, at })).second_factor
  if (!shown.isPassword) throw wrongPassword()
  return 'password'
}
