import { invalid } from '../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './crypto/aes-gcm.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import { type Bytes, utf8 } from './crypto/bytes.ts'
import { parseJson } from './crypto/padded-json.ts'
import { recordKeyOf, topKeysOf } from './record-key.ts'
import type { Vault } from './vault.ts'

/** A link to be made: what it holds, if anything, is a JSON object. */
export type NewLink = {
  readonly linked_uid: string
  /** Empty for a login of another record. */
  readonly path?: string
  readonly data?: Readonly<Record<string, unknown>>
  /** Encrypts what SDKs read without a key, too: they then read it by `getLinkData(recordKey)` alone. */
  readonly sealed?: true
}

/** A link with what it holds; `sealed` when that was under the record's key. */
export type OpenedLink = {
  readonly linked_uid: string
  readonly path: string | null
  readonly data: unknown
  readonly sealed: boolean
}

/**
 * SDKs have methods for these that take no key (`isAdminUser`, `allowsRotation`), so what they say lies open, as with Keeper.
 * Whatever else a link holds is encrypted under the key of its record (ksm-device-protocol §4.1).
 */
const openPaths: ReadonlySet<string | undefined> = new Set([undefined, '', 'meta'])

const isJson = (bytes: Bytes) => bytes[0] === '{'.charCodeAt(0)

async function openSealed(vault: Vault, record_uid: string) {
  const answer = await vault.api.records[':record_uid'].$get({ param: { record_uid } })
  const { links, ...sealed } = await answer.json()
  return { links, recordKey: await recordKeyOf(vault, sealed, topKeysOf(vault)) }
}

async function encoded(recordKey: Bytes, { path, data, sealed }: NewLink) {
  if (data === undefined) return {}
  const json = utf8(JSON.stringify(data))
  const isOpen = openPaths.has(path) && !sealed
  return { data: toBase64(isOpen ? json : await encryptGcm(recordKey, json)) }
}

/** Links a record to another, or with a path to itself. One that is there gets the new data. */
export async function addLink(vault: Vault, record_uid: string, link: NewLink) {
  const { linked_uid, path } = link
  if (link.sealed && link.data === undefined)
    throw invalid('There is nothing to seal: give --data too.')
  const { recordKey } = await openSealed(vault, record_uid)
  const json = { linked_uid, ...(path && { path }), ...(await encoded(recordKey, link)) }
  const links = vault.api.records[':record_uid'].links
  return (await links.$post({ param: { record_uid }, json })).json()
}

type Stored = {
  readonly linked_uid: string
  readonly path: string
  readonly data: string | null
}

async function opened({ linked_uid, path, data }: Stored, recordKey: Bytes): Promise<OpenedLink> {
  const about = { linked_uid, path: path || null }
  if (data === null) return { ...about, data: null, sealed: false }
  const bytes = fromBase64(data)
  if (isJson(bytes)) return { ...about, data: parseJson(bytes), sealed: false }
  return { ...about, data: parseJson(await decryptGcm(recordKey, bytes)), sealed: true }
}

/** The links of a record, opened on this side. */
export async function listLinks(vault: Vault, record_uid: string): Promise<readonly OpenedLink[]> {
  const { links, recordKey } = await openSealed(vault, record_uid)
  return Promise.all(links.map((link) => opened(link, recordKey)))
}

/** Takes the links between two records away, or that with a path alone. */
export async function removeLink(
  { api }: Vault,
  record_uid: string,
  wanted: Pick<NewLink, 'linked_uid' | 'path'>,
) {
  const removal = api.records[':record_uid'].links.removal
  return (await removal.$post({ param: { record_uid }, json: wanted })).json()
}
