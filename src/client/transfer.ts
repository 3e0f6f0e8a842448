import { invalid, notFound } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { fileKeyOf } from './files.ts'
import { fingerprintOf } from './fingerprint.ts'
import { openOwnerKey } from './owner-key.ts'
import { recordKeyOf, type TopKeyOf, topKeys } from './record-key.ts'
import type { Vault } from './vault.ts'

/** Somebody whom keys can be wrapped for. */
export type Recipient = {
  readonly account_uid: string
  readonly email: string
  readonly publicKey: Bytes
  /** By which two people see that the server has given out the right key: SHA-256 of it, in groups. */
  readonly fingerprint: string
}

/** The public key of the person of that e-mail address. Throws `not-found` unless they have a vault. */
export async function findRecipient(api: ApiClient, email: string): Promise<Recipient> {
  const answer = await api.people.keys[':email'].$get({ param: { email } })
  const { public_key, ...person } = await answer.json()
  const publicKey = fromBase64(public_key)
  return { ...person, publicKey, fingerprint: await fingerprintOf(publicKey) }
}

/** Throws `invalid` when the key is not the one that the person has told of. */
export function checkFingerprint(
  { email, fingerprint }: Pick<Recipient, 'email' | 'fingerprint'>,
  told: string,
): void {
  const plain = (text: string) => text.replaceAll(/[^0-9a-f]/gi, '').toLowerCase()
  if (plain(told) !== plain(fingerprint))
    throw invalid(
      `the server gives out another key of ${email}, ${fingerprint}: hand nothing over, and ask why`,
    )
}

const fetchVault = async ({ api }: Vault) => (await api.vault.$get()).json()

type Fetched = Awaited<ReturnType<typeof fetchVault>>
type Handed = { readonly uid: string; readonly key: string }

/** What is handed over: everything, or what is named by its UID. A shared folder takes along what lies in it. */
export type Wanted = 'all' | readonly string[]

function chosen({ records, folders, applications }: Fetched, wanted: Wanted) {
  const names = wanted === 'all' ? undefined : new Set(wanted)
  const isWanted = (uid: string) => names === undefined || names.has(uid)
  const tops = folders.filter(
    ({ parent_uid, folder_uid }) => parent_uid === null && isWanted(folder_uid),
  )
  const inside = new Set<string | null>(tops.map(({ folder_uid }) => folder_uid))
  const found = {
    folders: tops,
    applications: applications.filter(({ app_uid }) => isWanted(app_uid)),
    records: records.filter(
      ({ record_uid, top_uid }) =>
        isWanted(record_uid) || (top_uid !== null && inside.has(top_uid)),
    ),
  }
  const known = new Set([
    ...found.folders.map(({ folder_uid }) => folder_uid),
    ...found.applications.map(({ app_uid }) => app_uid),
    ...found.records.map(({ record_uid }) => record_uid),
  ])
  const missing = [...(names ?? [])].find((uid) => !known.has(uid))
  if (missing !== undefined)
    throw notFound(`there is no record, shared folder or application ${missing} in your vault`)
  return found
}

type Hand = { readonly vault: Vault; readonly to: Recipient; readonly topKeyOf: TopKeyOf }

const wrapped = async ({ to }: Hand, uid: string, key: Bytes): Promise<Handed> => ({
  uid,
  key: toBase64(await wrapForPublicKey(to.publicKey, key)),
})

/** A record and its files, with their keys for the new owner. */
async function handRecord(hand: Hand, sealed: Fetched['records'][number]) {
  const { vault } = hand
  const { record_uid } = sealed
  const recordKey = await recordKeyOf(vault, sealed, hand.topKeyOf)
  const answer = await vault.api.records[':record_uid'].$get({ param: { record_uid } })
  const { files } = await answer.json()
  return {
    record: await wrapped(hand, record_uid, recordKey),
    files: await Promise.all(
      files.map(async (file) =>
        wrapped(hand, file.file_uid, await fileKeyOf(vault, file, recordKey)),
      ),
    ),
  }
}

/**
 * Hands things over to somebody: every key is opened here and wrapped for them, because the server can do neither. All of it
 * changes hands, or nothing.
 */
export async function transfer(vault: Vault, to: Recipient, wanted: Wanted) {
  const fetched = await fetchVault(vault)
  const { records, folders, applications } = chosen(fetched, wanted)
  const hand = { vault, to, topKeyOf: topKeys(vault, fetched.folders) }
  const handed = []
  for (const record of records) handed.push(await handRecord(hand, record))
  const opened = async (uid: string, key: string) =>
    wrapped(hand, uid, await openOwnerKey(vault, key))
  const json = {
    to: to.account_uid,
    records: handed.map(({ record }) => record),
    files: handed.flatMap(({ files }) => files),
    folders: await Promise.all(folders.map((one) => opened(one.folder_uid, one.folder_key))),
    applications: await Promise.all(applications.map((one) => opened(one.app_uid, one.app_key))),
  }
  return (await vault.api.vault.transfers.$post({ json })).json()
}
