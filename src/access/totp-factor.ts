import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { newUid } from '../kernel/ids.ts'
import type { Factor } from '../store/state/factors.ts'
import type { State } from '../store/state.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import type { Sealing } from './sealing.ts'
import { plainCode } from './second-factor.ts'
import { stepOf } from './totp.ts'

const secretBytes = { least: 16, most: 64 }
const mostFactors = 20

/** What people call a second factor. */
export const factorName = z.string().trim().min(1).max(60)

/** An authenticator, as its owner's side made it, and a code that shows that it works. */
export const newTotp = z.strictObject({
  name: factorName.default('Authenticator'),
  /** Base64 of random bytes, which the authenticator has as well. */
  secret: z.base64({ error: 'expected base64' }).max(200),
  code: z.string().max(200),
})

type Adding = z.output<typeof newTotp> & { readonly account_uid: string; readonly at: Date }

/** Whether the account may have one more. Throws `conflict`. */
async function checkRoom({ factors }: Pick<State, 'factors'>, accountUid: string) {
  const count = await factors.countOf(accountUid)
  if (count >= mostFactors)
    throw invalid(`an account has at most ${mostFactors} second factors: remove one first`)
  return count
}

/** Keeps a new second factor; with the first one come recovery codes. */
export async function keepFactor(
  state: State,
  factor: Omit<Factor, 'factor_uid' | 'last_used_at'> & { readonly factor_uid?: string },
) {
  const isFirst = (await checkRoom(state, factor.account_uid)) === 0
  const kept = { factor_uid: newUid(), last_used_at: null, ...factor }
  await state.factors.insert(kept)
  const { factor_uid, kind, name, account_uid, created_at } = kept
  const recovery_codes = isFirst
    ? await renewRecoveryCodes(state, account_uid, new Date(created_at))
    : []
  return { factor_uid, kind, name, recovery_codes }
}

/**
 * Adds an authenticator. The code that came with it is used up by that.
 *
 * @throws `invalid` when the code is not the authenticator's
 */
export async function addAuthenticator(
  state: State,
  sealing: Sealing,
  { account_uid, name, secret, code, at }: Adding,
) {
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.length < secretBytes.least || bytes.length > secretBytes.most)
    throw invalid(`the secret of an authenticator has ${secretBytes.least} bytes or more`)
  const counter = stepOf(plainCode(code), bytes, at)
  if (counter === undefined)
    throw invalid('this is not the code that the authenticator shows now: is its clock right?')
  const factor_uid = newUid()
  const sealed = sealing.seal(factor_uid, { secret })
  const created_at = at.getTime()
  const own = { factor_uid, account_uid, kind: 'totp', name, external_id: factor_uid } as const
  return keepFactor(state, { ...own, public: '{}', sealed, counter, created_at })
}
