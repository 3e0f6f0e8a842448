import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appRenamed } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { titleData, uid } from '../bounds.ts'
import { managedApplication } from '../held-application.ts'

/** Gives an application another title, which reaches the server only as ciphertext. Shares and devices stay. */
export const renameApplication = action({
  name: 'application.rename',
  permission: 'vault',
  input: z.strictObject({ app_uid: uid, data: titleData }),
  async run(state, { app_uid, data }, { who }: { who: Person }) {
    await managedApplication(state, app_uid, who)
    await state.applications.setData(app_uid, data)
    return { app_uid }
  },
  leaves: ({ app_uid }) => [happened(appRenamed, { app_uid })],
})
