import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
  silent,
} from '../../support/route-declaration.ts'
import { bytes, colleagues, send } from '../../support/route-world.ts'

/** Whom a shared folder is shared with. */

const path = (folder: string) => `/folders/${folder}/people/${colleagues.heir}`
const grant = () => ({ folder_key: bytes(125) })

const put: Ask = ({ vault }) => owner(path(vault.folder), grant())
const patch: Ask = ({ vault }) => owner(path(vault.folder), { editable: true })
const bare: Ask = ({ vault }) => owner(path(vault.folder))

const made =
  (method: string, ask: Ask): Ask =>
  async (world) => {
    await send(world.url, method, await ask(world))
    return { path: '/healthz' }
  }

export const folderPeopleRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/vault/granted`]: guarded({
    ok: leaves(200, () => owner('/vault/granted'), 'vault_fetched'),
    needs: 'vault',
  }),
  [`GET ${api}/folders/:folder_uid/people`]: guarded({
    ok: silent(
      200,
      ({ vault }) => owner(`/folders/${vault.folder}/people`),
      'names of those whom one has let in oneself',
    ),
    needs: 'vault',
    'not found': leaves(404, ({ nothing }) => owner(`/folders/${nothing}/people`), 'action_failed'),
  }),
  [`PUT ${api}/folders/:folder_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(201, put, 'folder_add_user'), first: made('DELETE', bare) },
    needs: 'vault',
    malformed: garbled(put),
    'not found': leaves(404, ({ nothing }) => owner(path(nothing), grant()), 'action_failed'),
  }),
  [`PATCH ${api}/folders/:folder_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(200, patch, 'folder_change_user'), first: made('PUT', put) },
    needs: 'vault',
    malformed: garbled(patch),
    'not found': leaves(
      404,
      ({ nothing }) => owner(path(nothing), { editable: true }),
      'action_failed',
    ),
  }),
  [`DELETE ${api}/folders/:folder_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(200, bare, 'folder_remove_user'), first: made('PUT', put) },
    needs: 'vault',
    'not found': leaves(404, ({ nothing }) => owner(path(nothing)), 'action_failed'),
  }),
}
