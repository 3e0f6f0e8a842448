import { wirePassword } from './account.ts'
import type { ApiClient } from './api.ts'
import { lockDataKey } from './crypto/account-keys.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import {
  lockWithPhrase,
  newRecoveryPhrase,
  openWithPhrase,
  phraseVerifier,
} from './crypto/recovery-phrase.ts'
import type { Vault } from './vault.ts'

/** Makes a phrase that opens the vault when the password is lost. It is in this answer and nowhere else. */
export async function makeRecoveryPhrase({
  api,
  dataKey,
}: Pick<Vault, 'api' | 'dataKey'>): Promise<string> {
  const phrase = newRecoveryPhrase()
  const { verifier, encryptedDataKey } = await lockWithPhrase(dataKey, phrase)
  const json = { verifier, encrypted_data_key: toBase64(encryptedDataKey) }
  await api.accounts['recovery-phrase'].$put({ json })
  return phrase
}

type Recovering = {
  readonly email: string
  readonly phrase: string
  readonly password: string
  /** Of the second factor, if the account has one. */
  readonly code?: string
}

/** Puts the vault behind a new password, by the phrase. Every session of the account ends. */
export async function recoverAccount(
  api: ApiClient,
  { email, phrase, password, code }: Recovering,
): Promise<void> {
  const verifier = await phraseVerifier(phrase)
  const json = { email, verifier, ...(code !== undefined && { code }) }
  const begun = await (await api.accounts.recovery.$post({ json })).json()
  const dataKey = await openWithPhrase(phrase, fromBase64(begun.encrypted_data_key))
  const keys = wirePassword(await lockDataKey(dataKey, { password }))
  const headers = { authorization: `Bearer ${begun.token}` }
  await api.accounts.recovery.$put({ json: keys }, { headers })
}
