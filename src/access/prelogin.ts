import { createHmac } from 'node:crypto'
import type { Store } from '../store/store.ts'
import { leastIterations } from './actions/account-keys.ts'
import { claimedName } from './email.ts'
import { inEvenTime } from './even-time.ts'

export type Prelogin = { readonly salt: string; readonly iterations: number }

const saltBytes = 16

/**
 * What a client needs to derive its verifier. A name that nobody has gets a salt too, the same one every time, so that
 * the answer does not tell which names exist. `secret` is known to the server alone.
 */
export async function prelogin(
  store: Pick<Store, 'read'>,
  claimed: string,
  secret: Uint8Array,
): Promise<Prelogin> {
  const email = claimedName(claimed)
  return inEvenTime(async () => {
    const account = await store.read(({ accounts }) => accounts.findByEmail(email))
    if (account) return { salt: account.salt, iterations: account.iterations }
    const salt = createHmac('sha256', secret).update(email).digest().subarray(0, saltBytes)
    return { salt: salt.toString('base64'), iterations: leastIterations }
  })
}
