import { appFolderRemoved, appRecordRemoved } from '../events/catalog/ksm.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { Share } from '../store/state/shares.ts'
import type { State } from '../store/state.ts'

/** Takes a secret away from every application, and says from which. */
export async function unshare({ shares }: State, secret_uid: string): Promise<readonly Share[]> {
  const taken = await shares.listOfSecret(secret_uid)
  for (const { app_uid } of taken) await shares.remove(app_uid, secret_uid)
  return taken
}

/** The event of one share that was taken away. */
export const unshared = ({
  app_uid,
  secret_uid,
  kind,
}: Pick<Share, 'app_uid' | 'secret_uid' | 'kind'>): Happening =>
  happened(kind === 'record' ? appRecordRemoved : appFolderRemoved, { app_uid, secret_uid })
