import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientAccess } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import type { Flag } from '../../store/sql.ts'
import type { SharedRecord } from '../../store/state/records.ts'
import type { SharedContents, SharedFolder } from '../../store/state/shared-contents.ts'
import type { Share } from '../../store/state/shares.ts'

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

type Content = Pick<SharedContents, 'folders' | 'records'>

/** What an application's shares hold of what was asked for. UIDs that are not in them yield nothing. */
function collect({ folders: granted, records: single }: SharedContents, filter: Filter): Content {
  const folderEditable = new Map(
    granted.map(({ share }) => [share.secret_uid, share.editable] as const),
  )
  const singleEditable = new Map(single.map(({ record_uid, editable }) => [record_uid, editable]))

  const folders: SharedFolder[] = []
  for (const { share, records } of granted) {
    const whole = wantsFolder(filter, share)
    const found = records
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
function versionsOf({ folders, records }: Content) {
  const all = [...folders.flatMap((folder) => folder.records), ...records]
  return [...new Map(all.map((record) => [record.record_uid, record])).values()]
}

function serve(contents: SharedContents, filter: Filter) {
  const content = collect(contents, filter)
  return { ...content, files: contents.files, ...servedSet(versionsOf(content)) }
}

/** What was made of contents for those who ask for everything: most do, and most find it as it was. */
const wholes = new WeakMap<SharedContents, ReturnType<typeof serve>>()

function serveAll(contents: SharedContents, filter: Filter) {
  const known = wholes.get(contents)
  if (known) return known
  const served = serve(contents, filter)
  wholes.set(contents, served)
  return served
}

/** Hands a device what its application may read; empty filters ask for everything. */
export const readSecrets = deviceAction({
  name: 'secrets.read',
  input: z.object({
    records: z.array(z.string()),
    folders: z.array(z.string()),
    /** Whether the links of the records are wanted too. */
    links: z.boolean(),
  }),
  joins: true,
  ahead: ({ sharedContents }, { app_uid }) => sharedContents.of(app_uid),
  async run(state, asked, { application, seen: contents }) {
    const filter = { records: new Set(asked.records), folders: new Set(asked.folders) }
    const { list, ...served } = asksForAll(filter)
      ? serveAll(contents, filter)
      : serve(contents, filter)
    await state.servedSets.add(served.served, list)
    const links = asked.links ? await state.recordLinks.listShared(application.app_uid) : []
    return { ...served, links }
  },
  leaves: (_, { served, served_count }, by) => [
    happened(appClientAccess, { ...by, served, served_count }),
  ],
})
