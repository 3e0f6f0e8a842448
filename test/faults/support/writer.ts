import { tokenHash } from '../../../src/access/opaque-token.ts'
import type { Transaction } from '../../../src/store/store.ts'
import { keptSession } from '../../support/kept-session.ts'

/** Somebody with a vault and a session that lasts, put into a store as rows. */
const email = 'writer@example.com'
const account_uid = 'writer-writer-writer-w'

/** The token of the session. */
export const writerToken = Buffer.alloc(32, 'writer').toString('base64url')

export async function addWriter({ accounts, sessions }: Transaction): Promise<void> {
  if (await accounts.find(account_uid)) return
  const created_at = Date.now()
  await accounts.insert({
    account_uid,
    email,
    role: 'owner',
    salt: '',
    iterations: 1,
    verifier_hash: '',
    encrypted_data_key: '',
    public_key: '',
    encrypted_private_key: '',
    created_at,
  })
  await sessions.insert(keptSession({ token_hash: tokenHash(writerToken), account_uid }))
}
