import { z } from 'zod'
import { deviceAction } from '../../access/device-action.ts'
import { appClientAccess } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'

/** Hands a device what is known of files, without their records. UIDs that it does not reach yield nothing. */
export const readFiles = deviceAction({
  name: 'files.read',
  input: z.object({ file_uids: z.array(z.string()) }),
  async run({ files, servedSets }, { file_uids }, { application }) {
    const wanted = new Set(file_uids)
    const reached = await files.listShared(application.app_uid)
    const { list, ...served } = servedSet([])
    await servedSets.add(served.served, list)
    return { files: reached.filter(({ file_uid }) => wanted.has(file_uid)), ...served }
  },
  leaves: (_, { served, served_count }, by) => [
    happened(appClientAccess, { ...by, served, served_count }),
  ],
})
