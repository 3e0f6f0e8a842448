import { createHash } from 'node:crypto'
import { random } from '../kernel/ids.ts'
import type { State } from '../store/state.ts'

/** Codes that stand in for a second factor that is lost. Shown once, kept as hashes, each good for one time. */

/** Crockford's: no letter that is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const symbols = 16
const groupOf = 4
const howMany = 10

/** 80 random bits, in groups: nobody can go through so many, so that a plain hash is enough. */
function newCode(): string {
  const chosen = [...random(symbols)].map((byte) => alphabet[byte % alphabet.length]).join('')
  return (chosen.match(new RegExp(`.{${groupOf}}`, 'g')) ?? []).join('-')
}

/** The one spelling of a code: letters that look like digits are those digits. */
const plainRecoveryCode = (code: string): string =>
  code.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')

const hashOf = (accountUid: string, code: string) =>
  createHash('sha256')
    .update(`recovery code ${accountUid} ${plainRecoveryCode(code).replaceAll('-', '')}`)
    .digest('base64url')

type Codes = Pick<State, 'recoveryCodes'>

/** Makes a new set in place of the one before. It is in this answer and nowhere else. */
export async function renewRecoveryCodes(
  { recoveryCodes }: Codes,
  accountUid: string,
  at: Date,
): Promise<readonly string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  await recoveryCodes.removeOf(accountUid)
  for (const code of codes)
    await recoveryCodes.insert(accountUid, hashOf(accountUid, code), at.getTime())
  return codes
}

/** Uses one up; false when the account has none such. */
export const spendRecoveryCode = (
  { recoveryCodes }: Codes,
  accountUid: string,
  code: string,
): Promise<boolean> => recoveryCodes.spend(accountUid, hashOf(accountUid, code))
