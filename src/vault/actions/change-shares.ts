import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appFolderShareChanged, appRecordShareChanged } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid, uids } from '../bounds.ts'
import { managedApplication, secretFor } from '../held-application.ts'
import { ownShare } from '../own.ts'

/** Lets devices change what is shared, or no longer: for all that are named, or none. */
export const changeShares = action({
  name: 'share.change',
  permission: 'vault',
  input: z.strictObject({ app_uid: uid, secret_uids: uids('secret'), editable: z.boolean() }),
  async run(state, { app_uid, secret_uids, editable }, { who }: { who: Person }) {
    const held = await managedApplication(state, app_uid, who)
    const changed = []
    for (const secret_uid of secret_uids) {
      const { kind, editable: before } = await ownShare(state, app_uid, secret_uid)
      if ((before === 1) === editable)
        throw conflict(
          `the share of ${kind} ${secret_uid} is ${editable ? 'editable' : 'readonly'} already`,
        )
      if (editable) await secretFor(state, { held, who }, { secret_uid, editable })
      await state.shares.setEditable(app_uid, secret_uid, editable ? 1 : 0)
      changed.push({ secret_uid, kind, editable })
    }
    return { app_uid, shares: changed }
  },
  leaves: ({ app_uid }, { shares }) =>
    atLeastOne(
      shares.map(({ kind, ...share }) =>
        happened(kind === 'record' ? appRecordShareChanged : appFolderShareChanged, {
          app_uid,
          ...share,
        }),
      ),
    ),
})
