import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appCreated } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { gcmWrappedKey, titleData, uid } from '../bounds.ts'

/** Makes a Secrets Manager application. Its key and its title reach the server only as ciphertext. */
export const createApplication = action({
  name: 'application.create',
  permission: 'vault',
  input: z.strictObject({ app_uid: uid, app_key: gcmWrappedKey, data: titleData }),
  async run({ applications }, application, { who, at }: { who: Person; at: Date }) {
    const { app_uid } = application
    if (await applications.find(app_uid))
      throw conflict(`there is an application ${app_uid} already`)
    await applications.insert({
      ...application,
      owner_uid: who.account_uid,
      created_at: at.getTime(),
    })
    return { app_uid }
  },
  leaves: ({ app_uid }) => [happened(appCreated, { app_uid })],
})
