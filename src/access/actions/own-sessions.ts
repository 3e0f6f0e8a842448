import { z } from 'zod'
import { sessionsEnded } from '../../events/catalog/login.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Session } from '../../store/state/sessions.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Person } from '../person.ts'

/** Where somebody is logged in: to be looked at, and ended from elsewhere. */

/** A session under the name that its events have; who asks sees which one is theirs. Times are RFC 3339. */
const shown = (person: Person) => (session: Session) => ({
  session_id: session.session_id,
  created_at: new Date(session.created_at).toISOString(),
  expires_at: new Date(session.expires_at).toISOString(),
  current: session.session_id === person.session,
})

/** The live sessions of somebody, the newest first. */
export const listSessions =
  (who: Person, at: Date) =>
  async ({ sessions }: State) =>
    (await sessions.listOf(who.account_uid, at.getTime())).map(shown(who))

/** Ends one of one's own sessions by its name, or with `others` all but the one that asks. */
export const endSessions = action({
  name: 'session.end-others',
  permission: 'open',
  freesSpace: true,
  input: z.strictObject({ session_id: z.string().max(64) }),
  async run({ sessions }: State, { session_id }, { who, at }: By<Person>) {
    const live = await sessions.listOf(who.account_uid, at.getTime())
    const meant = live.filter((one) =>
      session_id === 'others' ? one.session_id !== who.session : one.session_id === session_id,
    )
    if (meant.length === 0) throw notFound('you have no such session: run `keepwatch session list`')
    for (const one of meant) await sessions.remove(one.session_id)
    return { ended: meant.map((one) => one.session_id) }
  },
  leaves: (_, { ended }) => [happened(sessionsEnded, { ended: ended.join(',') })],
})
