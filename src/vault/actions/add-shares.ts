import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appFolderShared, appRecordShared } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { atLeastOne } from '../at-least-one.ts'
import { gcmWrappedKey, severalOf, uid } from '../bounds.ts'
import { managedApplication, secretFor } from '../held-application.ts'

const share = z.strictObject({
  secret_uid: uid,
  /** The key of the record or shared folder under the app key. */
  encrypted_secret_key: gcmWrappedKey,
  editable: z.boolean().default(false),
})

/** Shares records and shared folders with an application: all that are named, or none. */
export const addShares = action({
  name: 'share.add',
  permission: 'vault',
  input: z.strictObject({
    app_uid: uid,
    shares: severalOf(share, 'secret', ({ secret_uid }) => secret_uid),
  }),
  async run(state, { app_uid, shares }, { who, at }: { who: Person; at: Date }) {
    const held = await managedApplication(state, app_uid, who)
    const added = []
    for (const { secret_uid, encrypted_secret_key, editable } of shares) {
      const kind = await secretFor(state, { held, who }, { secret_uid, editable })
      if (await state.shares.find(app_uid, secret_uid))
        throw conflict(`${kind} ${secret_uid} is shared with application ${app_uid} already`)
      await state.shares.insert({
        app_uid,
        secret_uid,
        kind,
        encrypted_secret_key,
        editable: editable ? 1 : 0,
        created_at: at.getTime(),
      })
      added.push({ secret_uid, kind, editable })
    }
    return { app_uid, shares: added }
  },
  leaves: ({ app_uid }, { shares }) =>
    atLeastOne(
      shares.map(({ kind, ...shared }) =>
        happened(kind === 'record' ? appRecordShared : appFolderShared, { app_uid, ...shared }),
      ),
    ),
})
