import { Failure } from '../kernel/errors.ts'
import type { Factor } from '../store/state/factors.ts'
import type { State } from '../store/state.ts'
import type { UsedPasskey } from './passkey.ts'
import { spendRecoveryCode } from './recovery-codes.ts'
import type { Sealing } from './sealing.ts'
import { stepOf } from './totp.ts'

/** The second factor was wrong, or had been used. Which of the two, nobody outside is told. */
export class WrongCode extends Failure {
  constructor() {
    super(
      'unauthenticated',
      'this second factor is wrong, used or too old: wait for the next code, or take a recovery code',
    )
    this.name = 'WrongCode'
  }
}

/** The one spelling of a code, before anything looks at it: no spaces, no dashes, plain digits and letters. */
export const plainCode = (code: string): string =>
  code
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase()

/** What was used to prove it, for the event. */
export type Proved = { readonly second_factor: Factor['kind'] | 'recovery_code' }

export type CodeGiven = {
  readonly account_uid: string
  readonly code: string
  readonly at: Date
}

type Factors = Pick<State, 'factors' | 'recoveryCodes'>

const secretOf = ({ factor_uid, sealed }: Factor, sealing: Sealing): Uint8Array =>
  Buffer.from(String(sealing.open(factor_uid, sealed)['secret']), 'base64')

/**
 * Takes what a passkey has signed for a session, once.
 *
 * @throws `WrongCode`
 */
export async function takePasskey(
  { sessions, factors }: Pick<State, 'sessions' | 'factors'>,
  session: string,
  { used, at }: { readonly used: UsedPasskey | undefined; readonly at: Date },
): Promise<Proved> {
  if (!used || !(await sessions.spendChallenge(session, used.challenge))) throw new WrongCode()
  const { factor_uid, counter } = used
  if ((await factors.use({ factor_uid, counter, at: at.getTime() })) !== 1) throw new WrongCode()
  return { second_factor: 'passkey' }
}

/**
 * Takes a code of an authenticator or a recovery code, once: what has been taken is used up with the transaction.
 *
 * @throws `WrongCode`
 */
export async function takeCode(
  state: Factors,
  sealing: Sealing,
  { account_uid, code, at }: CodeGiven,
): Promise<Proved> {
  const plain = plainCode(code)
  for (const factor of await state.factors.listOf(account_uid)) {
    if (factor.kind !== 'totp') continue
    const step = stepOf(plain, secretOf(factor, sealing), at)
    const used = { factor_uid: factor.factor_uid, counter: step ?? 0, at: at.getTime() }
    if (step !== undefined && (await state.factors.advance(used))) return { second_factor: 'totp' }
  }
  if (await spendRecoveryCode(state, account_uid, plain)) return { second_factor: 'recovery_code' }
  throw new WrongCode()
}
