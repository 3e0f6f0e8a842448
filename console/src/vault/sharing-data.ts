import { useQuery } from '@tanstack/react-query'
import { renewFolderKey } from '../../../src/client/folder-key.ts'
import {
  changeFolderShare,
  folderPeople,
  shareFolder,
  unshareFolder,
} from '../../../src/client/folder-people.ts'
import {
  changeTeamShare,
  folderTeams,
  shareWithTeam,
  unshareWithTeam,
  withFreshKeys,
} from '../../../src/client/folder-teams.ts'
import { findTeam } from '../../../src/client/teams.ts'
import { findRecipient } from '../../../src/client/transfer.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { useChange } from '../parts/use-change.ts'

/** Whom a shared folder is shared with. Keys are opened and wrapped here: the server has none of them. */

const key = ['vault', 'sharing']

/** Somebody, or a team, who was let in. */
export type Guest = {
  readonly uid: string
  readonly name: string
  readonly kind: 'person' | 'team'
  readonly editable: boolean
}

async function guests(vault: Vault, folder: string): Promise<readonly Guest[]> {
  const people = (await folderPeople(vault, folder)).map(({ account_uid, email, editable }) => ({
    ...{ uid: account_uid, name: email ?? 'somebody', kind: 'person' as const, editable },
  }))
  const teams = (await folderTeams(vault, folder)).map(({ team_uid, name, editable }) => ({
    ...{ uid: team_uid, name: name ?? 'a team', kind: 'team' as const, editable },
  }))
  return [...teams, ...people]
}

export const useGuests = (vault: Vault, folder: string) =>
  useQuery({
    queryKey: [...key, folder],
    queryFn: () => guests(vault, folder),
    refetchOnMount: 'always',
  })

/** What lies in a folder is shown with whom it is shared with, and with its key. */
const vaultKey = ['vault'] as const

/** Whom to let in, by address or by the name of a team. */
export type Wanted = Pick<Guest, 'name' | 'kind' | 'editable'>

export const useShare = (vault: Vault, folder_uid: string) =>
  useChange(vaultKey, async ({ name, kind, editable }: Wanted) => {
    const share = { folder_uid, editable }
    if (kind === 'person') return shareFolder(vault, share, await findRecipient(vault.api, name))
    const team = await findTeam(vault.api, name)
    return shareWithTeam(vault, share, await withFreshKeys(vault, team))
  })

export const useSetEditable = (vault: Vault, folder_uid: string) =>
  useChange(vaultKey, async ({ uid, kind, editable }: Guest) => {
    const share = { folder_uid, editable }
    if (kind === 'person') return changeFolderShare(vault, share, { account_uid: uid })
    return changeTeamShare(vault, share, { team_uid: uid })
  })

export const useUnshare = (vault: Vault, folder_uid: string) =>
  useChange(vaultKey, async ({ name, kind, uid }: Guest) =>
    kind === 'person'
      ? unshareFolder(vault, folder_uid, name)
      : unshareWithTeam(vault, folder_uid, await findTeam(vault.api, uid)),
  )

export const useRenewKey = (vault: Vault, folder_uid: string) =>
  useChange(vaultKey, () => renewFolderKey(vault, folder_uid))
