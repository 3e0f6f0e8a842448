import { newUid } from '../../../src/client/crypto/uid.ts'
import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
  silent,
} from '../../support/route-declaration.ts'
import { teams } from '../../support/route-teams.ts'
import { bytes, colleagues, send, type World } from '../../support/route-world.ts'

/** Teams, who is in them, and the shared folders that they are let into. */

const newKeys = () => ({ public_key: bytes(65), encrypted_private_key: bytes(60) })

let made = 0
const newTeam = () => {
  made += 1
  return { team_uid: newUid(), name: `team ${made}`, ...newKeys(), team_key: bytes(125) }
}

const one =
  (path = '', json?: unknown): Ask =>
  () =>
    owner(`/teams/${teams.kept}${path}`, json)
const none = (path = '', json?: unknown) =>
  leaves(404, ({ nothing }) => owner(`/teams/${nothing}${path}`, json), 'action_failed')

const doing =
  (method: string, ask: Ask): Ask =>
  async (world) => {
    await send(world.url, method, await ask(world))
    return { path: '/healthz' }
  }

/** A team that is made to be taken away. */
let doomed = ''
const makeDoomed: Ask = async (world) => {
  const team = newTeam()
  doomed = team.team_uid
  await send(world.url, 'POST', owner('/teams', team))
  return { path: '/healthz' }
}

const renewed = { ...newKeys(), members: [], folders: [] }

/** What the team looks like now, wrapped for another pair of keys. */
const renewing: Ask = async ({ url }) => {
  const answer = await send(url, 'GET', owner(`/teams/${teams.kept}/keys`))
  // Whose session is over gets no keys, and is refused for what is sent all the same.
  const { members = [], folders = [] } = (await answer.json()) as {
    members?: { account_uid: string }[]
    folders?: { folder_uid: string }[]
  }
  return owner(`/teams/${teams.kept}/keys`, {
    ...newKeys(),
    members: members.map(({ account_uid }) => ({ account_uid, team_key: bytes(125) })),
    folders: folders.map(({ folder_uid }) => ({ folder_uid, folder_key: bytes(125) })),
  })
}

const member = `/members/${colleagues.heir}`
const adding = { team_key: bytes(125) }

const shared = ({ vault }: Pick<World, 'vault'>, json?: unknown) =>
  owner(`/folders/${vault.folder}/teams/${teams.kept}`, json)
const grant = () => ({ folder_key: bytes(125) })
const put: Ask = (world) => shared(world, grant())
const patch: Ask = (world) => shared(world, { editable: true })
const bare: Ask = (world) => shared(world)
const noFolder = (json?: unknown) =>
  leaves(
    404,
    ({ nothing }) => owner(`/folders/${nothing}/teams/${teams.kept}`, json),
    'action_failed',
  )

/** A shared folder that is made to be given another key. */
let renewable = newUid()
const makeRenewable: Ask = async ({ url }) => {
  renewable = newUid()
  const json = { folder_uid: renewable, folder_key: bytes(60), data: bytes(48) }
  await send(url, 'POST', owner('/folders', json))
  return { path: '/healthz' }
}

const newFolderKey = {
  ...{ key_revision: 1, folder_key: bytes(60), data: bytes(48), folders: [], records: [] },
  ...{ applications: [], people: [], teams: [] },
}
const renewingFolder: Ask = () => owner(`/folders/${renewable}/key`, newFolderKey)

const folderTeamRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/folders/:folder_uid/teams`]: guarded({
    ok: silent(
      200,
      ({ vault }) => owner(`/folders/${vault.folder}/teams`),
      'names of teams that one has let in oneself',
    ),
    needs: 'vault',
    'not found': leaves(404, ({ nothing }) => owner(`/folders/${nothing}/teams`), 'action_failed'),
  }),
  [`PUT ${api}/folders/:folder_uid/teams/:team_uid`]: guarded({
    ok: { ...leaves(201, put, 'folder_add_team'), first: doing('DELETE', bare) },
    needs: 'vault',
    malformed: garbled(put),
    'not found': noFolder(grant()),
  }),
  [`PATCH ${api}/folders/:folder_uid/teams/:team_uid`]: guarded({
    ok: { ...leaves(200, patch, 'folder_change_team'), first: doing('PUT', put) },
    needs: 'vault',
    malformed: garbled(patch),
    'not found': noFolder({ editable: true }),
  }),
  [`DELETE ${api}/folders/:folder_uid/teams/:team_uid`]: guarded({
    ok: { ...leaves(200, bare, 'folder_remove_team'), first: doing('PUT', put) },
    needs: 'vault',
    'not found': noFolder(),
  }),
  [`GET ${api}/folders/:folder_uid/key`]: guarded({
    ok: leaves(
      200,
      ({ vault }) => owner(`/folders/${vault.folder}/key`),
      'shared_folder_key_fetched',
    ),
    needs: 'vault',
    'not found': leaves(404, ({ nothing }) => owner(`/folders/${nothing}/key`), 'action_failed'),
  }),
  [`PUT ${api}/folders/:folder_uid/key`]: guarded({
    ok: { ...leaves(200, renewingFolder, 'shared_folder_key_changed'), first: makeRenewable },
    needs: 'vault',
    malformed: garbled(renewingFolder),
    'not found': leaves(
      404,
      ({ nothing }) => owner(`/folders/${nothing}/key`, newFolderKey),
      'action_failed',
    ),
  }),
}

export const teamRoutes: Readonly<Record<string, Declaration>> = {
  ...folderTeamRoutes,
  [`GET ${api}/teams`]: guarded({
    ok: silent(200, () => owner('/teams'), 'who is in which team, for everybody'),
    needs: 'teams.read',
  }),
  [`POST ${api}/teams`]: guarded({
    ok: leaves(201, () => owner('/teams', newTeam()), 'team_created', 'added_to_team'),
    needs: 'teams.change',
    malformed: garbled(() => owner('/teams', newTeam())),
  }),
  [`GET ${api}/teams/:team_uid`]: guarded({
    ok: silent(200, one(), 'who is in which team, for everybody'),
    needs: 'teams.read',
    'not found': none(),
  }),
  [`PATCH ${api}/teams/:team_uid`]: guarded({
    ok: leaves(200, one('', { name: 'Night shift' }), 'team_renamed'),
    needs: 'teams.change',
    malformed: garbled(one('', { name: 'Night shift' })),
    'not found': none('', { name: 'Nobody' }),
  }),
  [`GET ${api}/teams/:team_uid/keys`]: guarded({
    ok: silent(200, one('/keys'), 'one’s own wrapped key, and public ones'),
    needs: 'vault',
    'not found': none('/keys'),
  }),
  [`PUT ${api}/teams/:team_uid/keys`]: guarded({
    ok: leaves(200, renewing, 'team_key_changed'),
    needs: 'teams.change',
    malformed: garbled(renewing),
    'not found': none('/keys', renewed),
  }),
  [`PUT ${api}/teams/:team_uid/members/:account_uid`]: guarded({
    ok: {
      ...leaves(201, one(member, adding), 'added_to_team'),
      first: doing('DELETE', one(member)),
    },
    needs: 'teams.change',
    malformed: garbled(one(member, adding)),
    'not found': none(member, adding),
  }),
  [`DELETE ${api}/teams/:team_uid/members/:account_uid`]: guarded({
    ok: {
      ...leaves(200, one(member), 'removed_from_team'),
      first: doing('PUT', one(member, adding)),
    },
    needs: 'teams.change',
    'not found': none(member),
  }),
  [`DELETE ${api}/teams/:team_uid/membership`]: guarded({
    ok: {
      ...leaves(200, () => owner(`/teams/${doomed}/membership`), 'removed_from_team'),
      first: makeDoomed,
    },
    needs: 'vault',
    'not found': none('/membership'),
  }),
  [`DELETE ${api}/teams/:team_uid`]: guarded({
    ok: { ...leaves(200, () => owner(`/teams/${doomed}`), 'team_deleted'), first: makeDoomed },
    needs: 'teams.change',
    'not found': none(),
  }),
}
