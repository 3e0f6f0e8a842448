import type { Ground } from '../state.ts'
import { files, type StoredFile } from './files.ts'
import { records, type SharedRecord } from './records.ts'
import { type Share, shares } from './shares.ts'

/** A shared folder with everything in it, its lower folders included. */
export type SharedFolder = { readonly share: Share; readonly records: readonly SharedRecord[] }

/** All that the shares of an application hold: what its devices may read. */
export type SharedContents = {
  readonly folders: readonly SharedFolder[]
  /** Those that are shared one by one. */
  readonly records: readonly SharedRecord[]
  /** The files of all these records. */
  readonly files: readonly StoredFile[]
}

/** Contents that a store has read and that nothing has changed since; for a store that sees every change, or can ask whether there was one. */
export type KeptContents = {
  find(appUid: string): SharedContents | undefined | Promise<SharedContents | undefined>
  keep(appUid: string, contents: SharedContents): void
}

/** What a fleet asks for every minute, and what changes once a day: a store that can know is not asked again. */
export const sharedContents = ({ sql, keptContents }: Pick<Ground, 'sql' | 'keptContents'>) => {
  const [share, record, file] = [shares(sql), records(sql), files(sql)]

  /** Asks for everything at once, so that a database that is far away is waited for once. */
  async function read(appUid: string): Promise<SharedContents> {
    const [shared, below, single, files] = await Promise.all([
      share.listFolders(appUid),
      record.listSharedUnder(appUid),
      record.listShared(appUid),
      file.listShared(appUid),
    ])
    const byTop = Map.groupBy(below, ({ top_uid }) => top_uid)
    const folders = shared.map((one) => ({ share: one, records: byTop.get(one.secret_uid) ?? [] }))
    return { folders, records: single, files }
  }

  return {
    /** The same object as before while nothing of it has changed, if the store may remember it: never write to it. */
    async of(appUid: string): Promise<SharedContents> {
      const known = await keptContents?.find(appUid)
      if (known) return known
      const contents = await read(appUid)
      keptContents?.keep(appUid, contents)
      return contents
    },
  }
}
