import { z } from 'zod'
import type { Session } from '../store/state/sessions.ts'
import type { Store } from '../store/store.ts'
import { claimedName } from './email.ts'
import type { LoginAttempt, LoginLimits } from './login-limits.ts'
import type { Newcomer } from './newcomer.ts'
import { tokenHash } from './opaque-token.ts'
import { isVerifier } from './password.ts'
import { isLive } from './session.ts'

const credentials = z.object({
  email: z.string().max(254),
  verifier: z.string().max(200),
  /** Of the second factor, when it is known already that one will be asked for. */
  code: z.string().max(200).optional(),
})

export type Credentials = z.input<typeof credentials>

type Door = { readonly store: Pick<Store, 'read'>; readonly logins: LoginLimits }

/** Who tries, and from where. */
export type Attempted = { readonly credentials: unknown; readonly address: string | undefined }

/** Somebody at the door: the name that they gave, what they have proved, and the attempts that `succeeded` takes back. */
export type AtDoor = Pick<LoginAttempt, 'succeeded'> & {
  readonly name: string
  readonly newcomer: Newcomer
  readonly code?: string
}

const nothing = () => {}

/** The attempt with a second factor is counted before anybody looks at it. */
function withCode(
  { logins }: Door,
  { name, address, newcomer }: Pick<AtDoor, 'name' | 'newcomer'> & { readonly address: string },
): AtDoor {
  const { wait, succeeded } = logins.beginCode(name, address)
  if (wait > 0) return { name, newcomer: { wait }, succeeded: nothing }
  return { name, newcomer, succeeded }
}

/** What somebody at the door has proved. Slow on purpose, so it runs outside any transaction. */
export async function prove(
  door: Door,
  { credentials: raw, address = '' }: Attempted,
): Promise<AtDoor> {
  const { email = '', verifier = '', code } = credentials.safeParse(raw).data ?? {}
  const name = claimedName(email)
  const attempt = door.logins.begin(name, address)
  if (attempt.wait > 0) return { name, newcomer: { wait: attempt.wait }, succeeded: nothing }
  const account = await door.store.read(({ accounts }) => accounts.findByEmail(name))
  const isProven = await isVerifier(verifier, account?.verifier_hash)
  if (!isProven || !account) return { name, newcomer: {}, succeeded: nothing }
  attempt.succeeded()
  const newcomer = { proven: account }
  if (code === undefined) return { name, newcomer, succeeded: nothing }
  return { ...withCode(door, { name, newcomer, address }), code }
}

type Returning = {
  readonly token: string
  readonly stage: Session['stage']
  readonly address: string | undefined
  readonly now: Date
}

/** Somebody who comes back for the second step; undefined when their half session is unknown or over. */
export async function resumeHalf(
  door: Door,
  { token, stage, address = '', now }: Returning,
): Promise<AtDoor | undefined> {
  const found = await door.store.read(async ({ sessions, accounts }) => {
    const half = await sessions.find(tokenHash(token))
    if (half?.stage !== stage || !isLive(half, now.getTime())) return undefined
    const proven = await accounts.find(half.account_uid)
    return proven && { half, proven }
  })
  if (!found) return undefined
  return withCode(door, { name: found.proven.email, newcomer: found, address })
}
