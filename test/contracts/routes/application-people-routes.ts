import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
} from '../../support/route-declaration.ts'
import { bytes, colleagues, send } from '../../support/route-world.ts'

/** Who holds an application besides its owner. */

const path = (app: string) => `/applications/${app}/people/${colleagues.heir}`
const grant = () => ({ app_key: bytes(125) })

/** What it is changed to, which must be something else each time. */
let permission = 'view'
const other = () => {
  permission = permission === 'view' ? 'manage' : 'view'
  return { permission }
}

const put: Ask = ({ vault }) => owner(path(vault.app_uid), { ...grant(), permission })
const patch: Ask = ({ vault }) => owner(path(vault.app_uid), other())
const bare: Ask = ({ vault }) => owner(path(vault.app_uid))

const made =
  (method: string, ask: Ask): Ask =>
  async (world) => {
    await send(world.url, method, await ask(world))
    return { path: '/healthz' }
  }

export const applicationPeopleRoutes: Readonly<Record<string, Declaration>> = {
  [`PUT ${api}/applications/:app_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(201, put, 'share'), first: made('DELETE', bare) },
    needs: 'vault',
    malformed: garbled(put),
    'not found': leaves(404, ({ nothing }) => owner(path(nothing), grant()), 'action_failed'),
  }),
  [`PATCH ${api}/applications/:app_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(200, patch, 'change_share'), first: made('PUT', put) },
    needs: 'vault',
    malformed: garbled(patch),
    'not found': leaves(404, ({ nothing }) => owner(path(nothing), other()), 'action_failed'),
  }),
  [`DELETE ${api}/applications/:app_uid/people/:account_uid`]: guarded({
    ok: { ...leaves(200, bare, 'remove_share'), first: made('PUT', put) },
    needs: 'vault',
    'not found': leaves(404, ({ nothing }) => owner(path(nothing)), 'action_failed'),
  }),
}
