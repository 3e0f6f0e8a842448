import { newUid } from '../../../src/client/crypto/uid.ts'
import {
  api,
  type Body,
  inApp,
  inFolder,
  inNoApp,
  inNoFolder,
  namedBy,
  owner,
} from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
  never,
} from '../../support/route-declaration.ts'
import { bytes, colleagues, send, type World } from '../../support/route-world.ts'
import { fileSize } from './own-file-routes.ts'

/** What people do with their vaults; at the end they take it all away. */

const vaultRoute = (ok: Ask, event: string, own: { status?: number; missing?: Ask | false }) =>
  guarded({
    ok: leaves(own.status ?? 200, ok, event),
    needs: 'vault',
    malformed: garbled(ok),
    'not found': own.missing
      ? leaves(404, own.missing, 'action_failed')
      : never('it makes something new'),
  })

const appRoute = (path: string, json: Body, result: [number, string]) =>
  vaultRoute(inApp(path, json), result[1], { status: result[0], missing: inNoApp(path, json) })

const newRecord = () => ({ record_uid: newUid(), owner_key: bytes(64), data: bytes(100) })
const newFile = () => ({
  file_uid: newUid(),
  record_data: bytes(100),
  record_revision: 1,
  owner_key: bytes(60),
  link_key: bytes(60),
  data: bytes(100),
  size: fileSize,
})
const revised = { data: bytes(100), revision: 1 }
const newShare = ({ vault }: World) => ({
  shares: [{ secret_uid: vault.notShared, encrypted_secret_key: bytes(60) }],
})
const newDevice = () => ({
  devices: [
    { device_uid: newUid(), name: 'new', client_id: bytes(64), encrypted_app_key: bytes(60) },
  ],
})

/** A record that is made to be handed over. */
let handed = ''
const makeHanded: Ask = () => {
  handed = newUid()
  return owner('/records', { ...newRecord(), record_uid: handed })
}
const handOver =
  (to?: string): Ask =>
  (world) =>
    owner('/vault/transfers', {
      to: to ?? colleagues.heir,
      records: [{ uid: to ? world.nothing : handed, key: bytes(125) }],
    })

export const vaultRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/vault`]: guarded({
    ok: leaves(200, () => owner('/vault'), 'vault_fetched'),
    needs: 'vault',
  }),
  [`POST ${api}/vault/transfers`]: guarded({
    ok: {
      ...leaves(201, handOver(), 'transfer_owner'),
      first: async (world) => {
        await send(world.url, 'POST', await makeHanded(world))
        return { path: '/healthz' }
      },
    },
    needs: 'vault',
    malformed: garbled(handOver()),
    'not found': leaves(404, handOver('nobody'), 'action_failed'),
  }),
  [`POST ${api}/records`]: vaultRoute(() => owner('/records', newRecord()), 'record_add', {
    status: 201,
    missing: false,
  }),
  [`GET ${api}/records/:record_uid`]: guarded({
    ok: leaves(200, ({ vault }) => owner(`/records/${vault.single}`), 'open_record'),
    needs: 'vault',
    ...namedBy((uid) => `/records/${uid}`),
  }),
  [`PUT ${api}/records/:record_uid`]: vaultRoute(
    ({ vault }) => owner(`/records/${vault.notShared}`, revised),
    'record_update',
    { missing: ({ nothing }) => owner(`/records/${nothing}`, revised) },
  ),

  [`POST ${api}/records/:record_uid/files`]: vaultRoute(
    ({ vault }) => owner(`/records/${vault.inFolderBelow}/files`, newFile()),
    'file_attachment_announced',
    {
      status: 201,
      missing: ({ nothing }) => owner(`/records/${nothing}/files`, newFile()),
    },
  ),

  [`POST ${api}/folders`]: vaultRoute(
    () => owner('/folders', { folder_uid: newUid(), folder_key: bytes(64), data: bytes(40) }),
    'added_shared_folder',
    {
      status: 201,
      missing: ({ nothing }) =>
        owner('/folders', {
          folder_uid: newUid(),
          parent_uid: nothing,
          folder_key: bytes(64),
          data: bytes(40),
        }),
    },
  ),
  [`PUT ${api}/folders/:folder_uid/parent`]: vaultRoute(
    inFolder('/parent', ({ vault }) => ({ parent_uid: vault.folder })),
    'moved_folder',
    { missing: inNoFolder('/parent', ({ vault }) => ({ parent_uid: vault.folder })) },
  ),

  [`GET ${api}/applications`]: guarded({
    ok: leaves(200, () => owner('/applications'), 'apps_opened'),
    needs: 'vault',
  }),
  [`POST ${api}/applications`]: vaultRoute(
    () => owner('/applications', { app_uid: newUid(), app_key: bytes(60), data: bytes(40) }),
    'app_created',
    { status: 201, missing: false },
  ),
  [`GET ${api}/applications/:app_uid`]: guarded({
    ok: leaves(200, ({ vault }) => owner(`/applications/${vault.app_uid}`), 'app_opened'),
    needs: 'vault',
    ...namedBy((uid) => `/applications/${uid}`),
  }),
  [`PATCH ${api}/applications/:app_uid`]: appRoute('', () => ({ data: bytes(40) }), [
    200,
    'app_renamed',
  ]),
  [`POST ${api}/applications/:app_uid/shares`]: appRoute('/shares', newShare, [
    201,
    'app_record_shared',
  ]),
  [`PATCH ${api}/applications/:app_uid/shares`]: appRoute(
    '/shares',
    ({ vault }) => ({ secret_uids: [vault.notShared], editable: true }),
    [200, 'app_record_share_changed'],
  ),
  [`POST ${api}/applications/:app_uid/shares/removal`]: appRoute(
    '/shares/removal',
    ({ vault }) => ({ secret_uids: [vault.notShared] }),
    [200, 'app_record_removed'],
  ),
  [`POST ${api}/applications/:app_uid/devices`]: appRoute('/devices', newDevice, [
    201,
    'app_client_added',
  ]),
  [`PATCH ${api}/applications/:app_uid/devices`]: appRoute(
    '/devices',
    ({ removable }) => ({ device_uids: [removable], lock_network: true }),
    [200, 'app_client_lock_changed'],
  ),
  [`POST ${api}/applications/:app_uid/devices/removal`]: appRoute(
    '/devices/removal',
    ({ removable }) => ({ device_uids: [removable] }),
    [200, 'app_client_removed'],
  ),

  [`DELETE ${api}/records/:record_uid`]: guarded({
    ok: leaves(200, ({ vault }) => owner(`/records/${vault.notShared}`), 'record_delete'),
    needs: 'vault',
    ...namedBy((uid) => `/records/${uid}`),
  }),
  [`POST ${api}/folders/:folder_uid/removal`]: guarded({
    ok: leaves(
      200,
      inFolder('/removal', () => ({ force: true })),
      'record_delete',
      'deleted_folder',
    ),
    needs: 'vault',
    'not found': leaves(
      404,
      inNoFolder('/removal', () => ({ force: true })),
      'action_failed',
    ),
    malformed: leaves(
      400,
      inFolder('/removal', () => ({ force: 'yes' })),
      'action_failed',
    ),
  }),
  [`POST ${api}/applications/:app_uid/removal`]: guarded({
    ok: leaves(
      200,
      inApp('/removal', () => ({ force: true })),
      'app_client_removed',
      'app_client_removed',
      'app_client_removed',
      'app_record_removed',
      'app_folder_removed',
      'app_removed',
    ),
    needs: 'vault',
    'not found': leaves(
      404,
      inNoApp('/removal', () => ({ force: true })),
      'action_failed',
    ),
    malformed: leaves(
      400,
      inApp('/removal', () => ({ force: 'yes' })),
      'action_failed',
    ),
  }),
}
