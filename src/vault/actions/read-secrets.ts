import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientAccess } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import type { StoredRecord } from '../../store/state/records.ts'
import type { Share } from '../../store/state/shares.ts'
import type { State } from '../../store/state.ts'

/** A record on its way to a device, with its key under the key by which the device reaches it. */
export type SharedRecord = Pick<StoredRecord, 'record_uid' | 'data' | 'revision' | 'folder_uid'> & {
  readonly record_key: string
  readonly editable: boolean
}

/** A shared folder, and what of it was asked for. */
export type SharedFolder = { readonly share: Share; readonly records: readonly SharedRecord[] }

type Filter = { readonly records: ReadonlySet<string>; readonly folders: ReadonlySet<string> }

const asksForAll = ({ records, folders }: Filter) => records.size === 0 && folders.size === 0

const wantsFolder = (filter: Filter, { secret_uid }: Share) =>
  asksForAll(filter) || filter.folders.has(secret_uid)

const wantsRecord = (filter: Filter, { record_uid, folder_uid }: StoredRecord) =>
  filter.records.has(record_uid) || (folder_uid !== null && filter.folders.has(folder_uid))

const handOut = (record: StoredRecord, record_key: string, editable: boolean): SharedRecord => ({
  record_uid: record.record_uid,
  data: record.data,
  revision: record.revision,
  folder_uid: record.folder_uid,
  record_key,
  editable,
})

/** What an application's shares hold of what was asked for. UIDs that are not in them yield nothing. */
async function collect({ shares, records }: State, app_uid: string, filter: Filter) {
  const granted = await shares.listOf(app_uid)
  const byUid = new Map(granted.map((share) => [share.secret_uid, share]))
  const editableAnyhow = ({ record_uid, top_uid }: StoredRecord) =>
    byUid.get(record_uid)?.editable === 1 ||
    (top_uid !== null && byUid.get(top_uid)?.editable === 1)

  const folders: SharedFolder[] = []
  for (const share of granted.filter(({ kind }) => kind === 'folder')) {
    const whole = wantsFolder(filter, share)
    const found = (await records.listUnder(share.secret_uid)).filter(
      (record) => whole || wantsRecord(filter, record),
    )
    const handedOut = found.flatMap((record) =>
      record.folder_key === null
        ? []
        : [handOut(record, record.folder_key, editableAnyhow(record))],
    )
    if (whole || handedOut.length > 0) folders.push({ share, records: handedOut })
  }

  const hasRecords = granted.some(({ kind }) => kind === 'record')
  const single = hasRecords ? await records.listShared(app_uid) : []
  const alone = single
    .filter((record) => asksForAll(filter) || wantsRecord(filter, record))
    .map((record) =>
      handOut(
        record,
        byUid.get(record.record_uid)?.encrypted_secret_key ?? '',
        editableAnyhow(record),
      ),
    )
  return { folders, records: alone }
}

/** Each version once, also when a record is reached directly and through a folder. */
function versionsOf(folders: readonly SharedFolder[], records: readonly SharedRecord[]) {
  const all = [...folders.flatMap((folder) => folder.records), ...records]
  return [...new Map(all.map((record) => [record.record_uid, record])).values()]
}

/** Hands a device what its application may read; empty filters ask for everything. */
export const readSecrets = deviceAction({
  name: 'secrets.read',
  input: z.object({ records: z.array(z.string()), folders: z.array(z.string()) }),
  async run(state, asked, { application }) {
    const filter = { records: new Set(asked.records), folders: new Set(asked.folders) }
    const { folders, records } = await collect(state, application.app_uid, filter)
    const { list, ...served } = servedSet(versionsOf(folders, records))
    await state.servedSets.add(served.served, list)
    return { folders, records, ...served }
  },
  leaves: (_, { served, served_count }, by) => [
    happened(appClientAccess, { ...by, served, served_count }),
  ],
})
