import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { atLeastOne } from '../at-least-one.ts'
import { uid, uids } from '../bounds.ts'
import { managedApplication } from '../held-application.ts'
import { ownShare } from '../own.ts'
import { unshared } from '../unshare.ts'

/** Takes secrets away from an application: all that are named, or none. */
export const removeShares = action({
  name: 'share.remove',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ app_uid: uid, secret_uids: uids('secret') }),
  async run(state, { app_uid, secret_uids }, { who }: { who: Person }) {
    await managedApplication(state, app_uid, who)
    const removed = []
    for (const secret_uid of secret_uids) {
      const { kind } = await ownShare(state, app_uid, secret_uid)
      await state.shares.remove(app_uid, secret_uid)
      removed.push({ secret_uid, kind })
    }
    return { app_uid, shares: removed }
  },
  leaves: ({ app_uid }, { shares }) =>
    atLeastOne(shares.map((share) => unshared({ app_uid, ...share }))),
})
