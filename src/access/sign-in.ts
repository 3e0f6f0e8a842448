import { z } from 'zod'
import type { Account } from '../store/state/accounts.ts'
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
async function withCode(
  { logins }: Pick<Door, 'logins'>,
  { name, address, newcomer }: Pick<AtDoor, 'name' | 'newcomer'> & { readonly address: string },
): Promise<AtDoor> {
  const { wait, succeeded } = await logins.beginCode(name, address)
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
  const attempt = await door.logins.begin(name, address)
  if (attempt.wait > 0) return { name, newcomer: { wait: attempt.wait }, succeeded: nothing }
  const account = await door.store.read(({ accounts }) => accounts.findByEmail(name))
  const isProven = await isVerifier(verifier, account?.verifier_hash)
  if (!isProven || !account) return { name, newcomer: {}, succeeded: nothing }
  await attempt.succeeded()
  const newcomer = { proven: account }
  if (code === undefined) return { name, newcomer, succeeded: nothing }
  return { ...(await withCode(door, { name, newcomer, address })), code }
}

export type Halfway = { readonly half: Session; readonly proven: Account }

type Returning = {
  readonly token: string
  readonly stage: Session['stage']
  readonly now: Date
}

/** Whose half session it is; undefined when it is unknown or over. Only looks: nothing is tried, nothing is counted. */
export const findHalf = (
  store: Pick<Store, 'read'>,
  { token, stage, now }: Returning,
): Promise<Halfway | undefined> =>
  store.read(async ({ sessions, accounts }) => {
    const half = await sessions.find(tokenHash(token))
    if (half?.stage !== stage || !isLive(half, now.getTime())) return undefined
    const proven = await accounts.find(half.account_uid)
    return proven && { half, proven }
  })

/** Somebody who comes back for the second step, which is counted from now on. */
export const resumeHalf = (
  door: Pick<Door, 'logins'>,
  halfway: Halfway,
  address = '',
): Promise<AtDoor> => withCode(door, { name: halfway.proven.email, newcomer: halfway, address })
