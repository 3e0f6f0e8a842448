import { z } from 'zod'
import { login, logout } from '../../events/catalog/login.ts'
import { happened } from '../../events/event-type.ts'
import { denied, Failure, Throttled } from '../../kernel/errors.ts'
import { action } from '../action.ts'
import type { Newcomer } from '../newcomer.ts'
import { newOpaqueToken, sessionName, tokenHash } from '../opaque-token.ts'
import type { Person } from '../person.ts'

const sessionLife = 12 * 60 * 60 * 1_000

/**
 * Opens a session for somebody who has proved their password. The answer holds what the client needs to get at its keys,
 * and `key_half`, which opens what the client keeps on its disk: a session file without a live session opens nothing.
 */
export const logIn = action({
  name: 'session.create',
  permission: 'open',
  input: z.strictObject({}),
  async run({ sessions }, _, { who: { proven, wait }, at }: { who: Newcomer; at: Date }) {
    if (wait !== undefined)
      throw new Throttled(`there were too many failed logins: try again in ${wait} seconds`, wait)
    if (!proven)
      throw new Failure(
        'unauthenticated',
        'wrong e-mail address or password: check both, then try again',
      )
    if (proven.locked_at !== null)
      throw denied('this account is locked: ask the owner or an administrator')
    const token = newOpaqueToken()
    const key_half = newOpaqueToken()
    const created_at = at.getTime()
    const expires_at = created_at + sessionLife
    const { account_uid, email, role, encrypted_data_key, encrypted_private_key, public_key } =
      proven
    await sessions.removeExpired(created_at)
    await sessions.insert({
      token_hash: tokenHash(token),
      account_uid,
      key_half,
      created_at,
      expires_at,
    })
    return {
      token,
      key_half,
      expires_at,
      account: { account_uid, email, role, encrypted_data_key, encrypted_private_key, public_key },
    }
  },
  leaves: (_, { token }) => [{ ...happened(login, {}), session_id: sessionName(tokenHash(token)) }],
})

/** Ends the session that the request came with. */
export const logOut = action({
  name: 'session.end',
  permission: 'open',
  input: z.strictObject({}),
  run: ({ sessions }, _, { who }: { who: Person }) => sessions.remove(who.session),
  leaves: () => [happened(logout, {})],
})
