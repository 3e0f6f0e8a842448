import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientAccess } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import type { Folder } from '../../store/state/folders.ts'
import type { Share } from '../../store/state/shares.ts'

/** A folder on its way to a device: the shared folder on top has the key of its share, a lower one its own. */
export type SharedTree = { readonly share: Share; readonly folders: readonly Folder[] }

/** Hands a device the folders that it can reach, names and keys, without any record. */
export const readFolders = deviceAction({
  name: 'folders.read',
  input: z.object({}),
  async run({ shares, folders, servedSets }, _, { application }) {
    const trees: SharedTree[] = []
    for (const share of await shares.listOf(application.app_uid))
      if (share.kind === 'folder')
        trees.push({ share, folders: await folders.listUnder(share.secret_uid) })
    const { list, ...served } = servedSet([])
    await servedSets.add(served.served, list)
    return { trees, ...served }
  },
  leaves: (_, { served, served_count }, by) => [
    happened(appClientAccess, { ...by, served, served_count }),
  ],
})
