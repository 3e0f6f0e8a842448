import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { unwrapWithPrivateKey } from './crypto/ecies.ts'
import { wrapKey } from './crypto/key-wrap.ts'
import { openTeam } from './team-keys.ts'
import type { Vault } from './vault.ts'

const fetchGranted = async ({ api }: Pick<Vault, 'api'>) => (await api.vault.granted.$get()).json()

type Granted = Awaited<ReturnType<typeof fetchGranted>>

/** The private keys of teams, each opened once. */
function teamKeys(vault: Vault, teams: Granted['teams']) {
  const opened = new Map<string, Promise<Bytes>>()
  for (const team of teams) opened.set(team.team_uid, openTeam(vault, team))
  return opened
}

/** The folders with the keys of all of them wrapped for the person, also of those that are a team's. */
async function asOnesOwn(vault: Vault, { folders, ways, teams }: Granted) {
  const keys = teamKeys(vault, teams)
  const teamOf = new Map(ways.map(({ folder_uid, team_uid }) => [folder_uid, team_uid]))
  return Promise.all(
    folders.map(async (folder) => {
      const privateKey = await keys.get(teamOf.get(folder.folder_uid) ?? '')
      if (!privateKey) return folder
      const key = await unwrapWithPrivateKey(privateKey, fromBase64(folder.folder_key))
      return { ...folder, folder_key: toBase64(await wrapKey(vault.dataKey, key)) }
    }),
  )
}

/** Whom shared folders of others belong to, and which of them one may change. */
export type Others = Pick<Granted, 'ways' | 'owners'>

const nobody: Others = { ways: [], owners: [] }

/** Records and folders of one's own, and those in shared folders that others have let one into. */
export async function wholeVault(vault: Vault) {
  const { records, folders, granted } = await (await vault.api.vault.$get()).json()
  if (granted === 0) return { records, folders, others: nobody }
  const others = await fetchGranted(vault)
  return {
    records: [...records, ...others.records],
    folders: [...folders, ...(await asOnesOwn(vault, others))],
    others: { ways: others.ways, owners: others.owners } satisfies Others,
  }
}
