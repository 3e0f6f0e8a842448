import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { unwrapWithPrivateKey, wrapForPublicKey } from './crypto/ecies.ts'
import { generateKeyPair, privateKeyOf, scalarOf } from './crypto/key-pair.ts'
import { newKey, unwrapKey, wrapKey } from './crypto/key-wrap.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Vault } from './vault.ts'

/**
 * The keys of a team, as Keeper's teams have them: a key (AES-256) that each member has wrapped to their public key, and under it the
 * private half of a P-256 pair, to whose public half others wrap what they share with the team.
 */

type Keys = Pick<Vault, 'dataKey' | 'keyPair'>

type SealedTeam = {
  readonly public_key: string
  readonly encrypted_private_key: string
  readonly team_key: string
}

/** New keys, made here: `key` is wrapped for each member, the rest is stored. */
export async function newTeamKeys() {
  const key = newKey()
  const { publicKey, privateKey } = await generateKeyPair()
  const encryptedPrivateKey = await wrapKey(key, scalarOf(privateKey))
  return { key, publicKey, encryptedPrivateKey }
}

/** The team's key, as a member opens it. */
export const openTeamKey = (keys: Keys, { team_key }: Pick<SealedTeam, 'team_key'>) =>
  openOwnerKey(keys, team_key)

/** The team's private key, as a member opens it. */
export async function openTeam(keys: Keys, team: SealedTeam): Promise<Bytes> {
  const key = await openTeamKey(keys, team)
  const scalar = await unwrapKey(key, fromBase64(team.encrypted_private_key))
  return privateKeyOf(scalar, fromBase64(team.public_key))
}

/** A folder's key that was wrapped for the old keys of a team, for new ones. */
export async function rewrapped(privateKey: Bytes, publicKey: Bytes, folder_key: string) {
  const key = await unwrapWithPrivateKey(privateKey, fromBase64(folder_key))
  return toBase64(await wrapForPublicKey(publicKey, key))
}
