import { newUid } from '../kernel/ids.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Session } from '../store/state/sessions.ts'
import type { State } from '../store/state.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'
import { type SignInRules, sessionLives } from './sign-in-rules.ts'

export type Stage = Session['stage']

/** How long somebody may take for the second step of a login. */
const halfLife = 10 * 60_000

export type Beginning = Pick<Session, 'stage' | 'carried_by'> & {
  readonly account: Account
  readonly at: Date
  readonly rules: SignInRules
}

/** Whether a session still opens something. */
export const isLive = (
  { expires_at, seen_at, idle_ms }: Pick<Session, 'expires_at' | 'seen_at' | 'idle_ms'>,
  now: number,
): boolean => expires_at > now && seen_at + idle_ms > now

/** Begins a session, half open or whole. The token is in this answer and nowhere else. */
export async function beginSession(
  { sessions }: Pick<State, 'sessions'>,
  { account, stage, carried_by, at, rules }: Beginning,
): Promise<{ readonly token: string; readonly session: Session }> {
  const token = newOpaqueToken()
  const now = at.getTime()
  const lives = sessionLives(rules)
  const session: Session = {
    token_hash: tokenHash(token),
    session_id: newUid(),
    account_uid: account.account_uid,
    key_half: newOpaqueToken(),
    stage,
    carried_by,
    created_at: now,
    expires_at: now + (stage === 'whole' ? lives.whole : halfLife),
    idle_ms: lives.idle,
    seen_at: now,
    proved_at: now,
    challenge: null,
  }
  await sessions.removeExpired(now)
  await sessions.insert(session)
  return { token, session }
}
