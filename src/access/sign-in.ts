import { z } from 'zod'
import type { Store } from '../store/store.ts'
import { claimedName } from './email.ts'
import type { Newcomer } from './newcomer.ts'
import { isVerifier } from './password.ts'

const credentials = z.object({ email: z.string().max(254), verifier: z.string().max(200) })

export type Credentials = z.input<typeof credentials>

/** What somebody at the door has proved, and the name that they gave. Slow on purpose, so it runs outside any transaction. */
export async function prove(
  store: Pick<Store, 'read'>,
  raw: unknown,
): Promise<{ readonly name: string; readonly newcomer: Newcomer }> {
  const { email = '', verifier = '' } = credentials.safeParse(raw).data ?? {}
  const name = claimedName(email)
  const account = await store.read(({ accounts }) => accounts.findByEmail(name))
  const isProven = await isVerifier(verifier, account?.verifier_hash)
  return { name, newcomer: isProven && account ? { proven: account } : {} }
}
