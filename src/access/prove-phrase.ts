import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { random } from '../kernel/ids.ts'
import type { Store } from '../store/store.ts'
import { claimedName } from './email.ts'
import { inEvenTime } from './even-time.ts'
import type { LoginLimits } from './login-limits.ts'
import { tokenHash } from './opaque-token.ts'
import type { AtDoor } from './sign-in.ts'

const shown = z.object({
  email: z.string().max(254),
  verifier: z.string().max(200),
  code: z.string().max(200).optional(),
})

export type PhraseShown = z.input<typeof shown>

type Door = { readonly store: Pick<Store, 'read'>; readonly logins: LoginLimits }

const isSame = (one: string, other: string) => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What nobody's phrase hashes to: who has none is compared with it. */
const nobodys = tokenHash(random(32).toString('base64'))

/** What somebody at the door has proved by a recovery phrase. Counted like the attempt of a login, of the password and of the code. */
export async function provePhrase(
  { store, logins }: Door,
  { raw, address = '' }: { readonly raw: unknown; readonly address: string | undefined },
): Promise<AtDoor> {
  const { email = '', verifier = '', code } = shown.safeParse(raw).data ?? {}
  const name = claimedName(email)
  const first = await logins.begin(name, address)
  const attempts = [first, ...(code ? [await logins.beginCode(name, address)] : [])]
  const wait = Math.max(...attempts.map((attempt) => attempt.wait))
  const succeeded = async () => {
    for (const attempt of attempts) await attempt.succeeded()
  }
  if (wait > 0) return { name, newcomer: { wait }, succeeded }
  const found = await inEvenTime(() =>
    store.read(async ({ accounts, keyLocks }) => {
      const account = await accounts.findByEmail(name)
      const lock = await keyLocks.find(account?.account_uid ?? '', 'recovery-phrase')
      return { account, hash: lock?.verifier_hash ?? nobodys }
    }),
  )
  const isProven = isSame(tokenHash(verifier), found.hash)
  const newcomer = isProven && found.account ? { proven: found.account } : {}
  return { name, newcomer, succeeded, ...(code !== undefined && { code }) }
}
