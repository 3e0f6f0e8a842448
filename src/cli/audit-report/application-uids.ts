import { listApplications } from '../../client/applications.ts'
import { notFound } from '../../kernel/errors.ts'
import type { OpenVault } from '../connect.ts'

type Filter = { readonly app_uid?: readonly string[] | undefined }

const isUid = (name: string) => /^[\w-]{22}$/.test(name)

/** Puts UIDs in the place of the titles that `--app` may name. Titles are known in the reader's own vault only. */
export async function withApplicationUids<Some extends Filter>(
  vault: OpenVault,
  filter: Some,
): Promise<Some> {
  const { app_uid: names = [] } = filter
  if (names.every(isUid)) return filter
  const known = await listApplications(vault)
  const uids = names.flatMap((name) => {
    if (isUid(name)) return [name]
    const found = known.filter(({ title }) => title === name)
    if (found.length === 0)
      throw notFound(`there is no application ${name} in your vault: give its UID`)
    return found.map(({ app_uid }) => app_uid)
  })
  return { ...filter, app_uid: uids }
}
