import { z } from 'zod'
import type { Store } from '../store/store.ts'
import { claimedName } from './email.ts'
import type { LoginLimits } from './login-limits.ts'
import type { Newcomer } from './newcomer.ts'
import { isVerifier } from './password.ts'

const credentials = z.object({ email: z.string().max(254), verifier: z.string().max(200) })

export type Credentials = z.input<typeof credentials>

type Door = { readonly store: Pick<Store, 'read'>; readonly logins: LoginLimits }

/** Who tries, and from where. */
export type Attempted = { readonly credentials: unknown; readonly address: string | undefined }

/** What somebody at the door has proved, and the name that they gave. Slow on purpose, so it runs outside any transaction. */
export async function prove(
  { store, logins }: Door,
  { credentials: raw, address = '' }: Attempted,
): Promise<{ readonly name: string; readonly newcomer: Newcomer }> {
  const { email = '', verifier = '' } = credentials.safeParse(raw).data ?? {}
  const name = claimedName(email)
  const attempt = logins.begin(name, address)
  if (attempt.wait > 0) return { name, newcomer: { wait: attempt.wait } }
  const account = await store.read(({ accounts }) => accounts.findByEmail(name))
  const isProven = await isVerifier(verifier, account?.verifier_hash)
  if (!isProven || !account) return { name, newcomer: {} }
  attempt.succeeded()
  return { name, newcomer: { proven: account } }
}
