import type { Vault } from './vault.ts'

/** Records and folders of one's own, and those in shared folders that others have let one into. */
export async function wholeVault({ api }: Pick<Vault, 'api'>) {
  const { records, folders, granted } = await (await api.vault.$get()).json()
  if (granted === 0) return { records, folders }
  const others = await (await api.vault.granted.$get()).json()
  return {
    records: [...records, ...others.records],
    folders: [...folders, ...others.folders],
  }
}
