import { z } from 'zod'
import { perform } from '../access/action.ts'
import { addFolder } from '../vault/actions/add-folder.ts'
import { openRecord } from '../vault/actions/open-record.ts'
import { removeApplication } from '../vault/actions/remove-application.ts'
import { removeFolder } from '../vault/actions/remove-folder.ts'
import { removeRecord } from '../vault/actions/remove-record.ts'
import type { OfPerson } from './house.ts'
import { type JsonCommand, readJson } from './json-command.ts'
import { CommanderRefusal, malformed } from './refusal.ts'
import { openToken, sealToken } from './sealed-token.ts'

/** What Commander does to a vault by its older commands: folders, and whatever is removed. */

const folderShape = z.looseObject({
  folder_uid: z.string(),
  folder_type: z.string(),
  shared_folder_uid: z.string().nullish(),
  parent_uid: z.string().nullish(),
  key: z.string(),
  data: z.string(),
})

/** Base64url as Commander writes it, in our spelling. */
const respelled = (text: string) => Buffer.from(text, 'base64url').toString('base64')

const sharedOnly = () =>
  new CommanderRefusal('invalid', {
    word: 'unsupported',
    message:
      'Folders are shared folders here, or lie in one: add -sf, or make it below a shared folder.',
  })

const addFolderCommand: JsonCommand = async ({ context }, request) => {
  const asked = readJson(folderShape, request)
  const { folder_uid, folder_type, key, data } = asked
  if (folder_type === 'user_folder') throw sharedOnly()
  const parent_uid = asked.parent_uid ?? asked.shared_folder_uid
  const isTop = folder_type === 'shared_folder'
  await perform(context, addFolder, {
    folder_uid,
    ...(!isTop && parent_uid && { parent_uid }),
    folder_key: respelled(key),
    data: respelled(data),
  })
  return { revision: 1 }
}

const removalShape = z.looseObject({
  objects: z.array(z.looseObject({ object_uid: z.string() })).max(1_000),
})

const word = (count: number) => `${count} ${count === 1 ? 'object' : 'objects'} will be removed`

/** Commander asks what would go before anything goes; what it then says again is what it was told here. */
const preDelete: JsonCommand = async ({ house }, request) => {
  const uids = readJson(removalShape, request).objects.map(({ object_uid }) => object_uid)
  const token = sealToken(house.preloginSecret, 'removal', { uids })
  return {
    pre_delete_response: {
      would_delete: { deletion_summary: [word(uids.length)] },
      pre_delete_token: Buffer.from(token).toString('base64url'),
    },
  }
}

/** Removes whatever has the UID: Commander has asked already whether it should go with all that it holds. */
async function removeOne({ house, context }: OfPerson, uid: string): Promise<void> {
  const kind = await house.store.read(async ({ folders, applications }) => {
    if (await folders.find(uid)) return 'folder'
    return (await applications.find(uid)) ? 'application' : 'record'
  })
  if (kind === 'folder') await perform(context, removeFolder, { folder_uid: uid, force: true })
  else if (kind === 'application')
    await perform(context, removeApplication, { app_uid: uid, force: true })
  else await perform(context, removeRecord, { record_uid: uid })
}

const deletionShape = z.looseObject({ pre_delete_token: z.string() })

const remove: JsonCommand = async (asked, request) => {
  const token = readJson(deletionShape, request).pre_delete_token
  const sealed = Buffer.from(token, 'base64url')
  const removal = openToken(asked.house.preloginSecret, 'removal', sealed)
  if (!removal) throw malformed('Ask again what would be removed: this token was not given here.')
  for (const uid of removal.uids) await removeOne(asked, uid)
  return {}
}

const purgeShape = z.looseObject({ delete_records: z.array(z.string()).max(1_000) })

const purge: JsonCommand = async (asked, request) => {
  const uids = readJson(purgeShape, request).delete_records
  for (const uid of uids) await removeOne(asked, uid)
  return { delete_records: uids.map((uid) => ({ uid, status: 'success' })) }
}

const toldShape = z.looseObject({
  item_logs: z
    .array(
      z.looseObject({
        audit_event_type: z.string(),
        inputs: z.looseObject({ record_uid: z.string().optional() }).optional(),
      }),
    )
    .max(1_000),
})

/**
 * What Commander tells that it did on its own side. To open a record is an action here, with the same event wherever it is done; of
 * the rest we have no event, and what clients claim is no fact.
 */
const clientEvents: JsonCommand = async ({ context }, request) => {
  for (const { audit_event_type, inputs } of readJson(toldShape, request).item_logs) {
    const record_uid = inputs?.record_uid
    if (audit_event_type === 'open_record' && record_uid !== undefined)
      await perform(context, openRecord, { record_uid })
  }
  return {}
}

export const vaultCommands: Readonly<Record<string, JsonCommand>> = {
  folder_add: addFolderCommand,
  pre_delete: preDelete,
  delete: remove,
  record_update: purge,
  audit_event_client_logging: clientEvents,
}
