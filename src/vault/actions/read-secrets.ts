import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientAccess } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import type { Flag } from '../../store/sql.ts'
import type { SharedRecord } from '../../store/state/records.ts'
import type { Share } from '../../store/state/shares.ts'
import type { State } from '../../store/state.ts'

/** A shared folder, and what of it was asked for. */
export type SharedFolder = { readonly share: Share; readonly records: readonly SharedRecord[] }

type Filter = { readonly records: ReadonlySet<string>; readonly folders: ReadonlySet<string> }

const asksForAll = ({ records, folders }: Filter) => records.size === 0 && folders.size === 0

const wantsFolder = (filter: Filter, { secret_uid }: Share) =>
  asksForAll(filter) || filter.folders.has(secret_uid)

const wantsRecord = (filter: Filter, { record_uid, folder_uid }: SharedRecord) =>
  filter.records.has(record_uid) || (folder_uid !== null && filter.folders.has(folder_uid))

/** A record that is reached in two ways may be changed if either of them allows it. */
const withEditable = (
  record: SharedRecord,
  ...ways: readonly (Flag | undefined)[]
): SharedRecord => (record.editable === 0 && ways.includes(1) ? { ...record, editable: 1 } : record)

/** What an application's shares hold of what was asked for. UIDs that are not in them yield nothing. */
async function collect({ shares, records }: State, app_uid: string, filter: Filter) {
  const granted = await shares.listFolders(app_uid)
  const single = await records.listShared(app_uid)
  const folderEditable = new Map(granted.map(({ secret_uid, editable }) => [secret_uid, editable]))
  const singleEditable = new Map(single.map(({ record_uid, editable }) => [record_uid, editable]))

  const folders: SharedFolder[] = []
  for (const share of granted) {
    const whole = wantsFolder(filter, share)
    const found = (await records.listSharedUnder(share.secret_uid))
      .filter((record) => whole || wantsRecord(filter, record))
      .map((record) => withEditable(record, share.editable, singleEditable.get(record.record_uid)))
    if (whole || found.length > 0) folders.push({ share, records: found })
  }
  const alone = single
    .filter((record) => asksForAll(filter) || wantsRecord(filter, record))
    .map((record) => withEditable(record, folderEditable.get(record.top_uid ?? '')))
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
    const files = await state.files.listShared(application.app_uid)
    return { folders, records, files, ...served }
  },
  leaves: (_, { served, served_count }, by) => [
    happened(appClientAccess, { ...by, served, served_count }),
  ],
})
