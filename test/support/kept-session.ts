import { newUid } from '../../src/kernel/ids.ts'
import type { Session } from '../../src/store/state/sessions.ts'

const day = 24 * 3_600_000

/** A whole session that began now and lasts a day, of somebody with a token. */
export const keptSession = (
  own: Pick<Session, 'token_hash' | 'account_uid'> & Partial<Session>,
  now = Date.now(),
): Session => ({
  session_id: newUid(),
  key_half: '',
  stage: 'whole',
  carried_by: 'header',
  created_at: now,
  expires_at: now + day,
  idle_ms: day,
  seen_at: now,
  proved_at: now,
  challenge: null,
  ...own,
})
