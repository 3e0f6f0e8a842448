import { newUid } from '../../../src/client/crypto/uid.ts'
import { owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  guarded,
  leaves,
  never,
} from '../../support/route-declaration.ts'
import { bytes, send, type World } from '../../support/route-world.ts'

/** Where owners send and fetch the bytes of their files. */

const api = '/api/v1'
export const fileSize = 500

/** The record that a file was announced on. */
const hangsOn = new Map<string, string>()

/** A file that the owner has announced on a record of its own, and its UID. */
async function announce({ url }: World): Promise<string> {
  const record_uid = newUid()
  const file_uid = newUid()
  hangsOn.set(file_uid, record_uid)
  const record = { record_uid, owner_key: bytes(60), data: bytes(100) }
  await send(url, 'POST', owner('/records', record))
  const file = {
    file_uid,
    record_data: bytes(100),
    record_revision: 1,
    owner_key: bytes(60),
    link_key: bytes(60),
    data: bytes(100),
    size: fileSize,
  }
  await send(url, 'POST', owner(`/records/${record_uid}/files`, file))
  return file_uid
}

const content = (file_uid: string, text = 'x'.repeat(fileSize)) => ({
  ...owner(`/files/${file_uid}/content`),
  text,
})

async function store(world: World): Promise<string> {
  const file_uid = await announce(world)
  await send(world.url, 'PUT', content(file_uid))
  return file_uid
}

/** What a case needs is made before anybody watches. */
function prepared(
  make: (world: World) => Promise<string>,
  use: (uid: string) => ReturnType<typeof owner>,
) {
  let uid = ''
  const first: Ask = async (world) => {
    uid = await make(world)
    return { path: '/healthz' }
  }
  return (status: number, ...events: readonly string[]): Case => ({
    ...leaves(status, () => use(uid), ...events),
    first,
  })
}

const malformed = (uid: string) => content(uid, 'too short')
const picture = (uid: string) => ({ ...owner(`/files/${uid}/thumbnail`), text: 'picture' })
const fetched = (uid: string) => owner(`/files/${uid}/content`)

const removal = (record_uid: string, file_uid: string) =>
  owner(`/records/${record_uid}/files/removal`, {
    record_data: bytes(100),
    record_revision: 2,
    file_uids: [file_uid],
  })
const removed = (uid: string) => removal(hangsOn.get(uid) ?? '', uid)

export const ownFileRoutes: Readonly<Record<string, Declaration>> = {
  [`POST ${api}/records/:record_uid/files/removal`]: guarded({
    ok: prepared(store, removed)(200, 'record_update', 'file_attachment_deleted'),
    needs: 'vault',
    malformed: leaves(400, ({ vault }) => removal(vault.single, 'short'), 'action_failed'),
    'not found': leaves(404, ({ nothing }) => removal(nothing, newUid()), 'action_failed'),
  }),
  [`PUT ${api}/files/:file_uid/content`]: guarded({
    ok: prepared(announce, content)(201, 'file_attachment_uploaded', 'record_update'),
    needs: 'vault',
    malformed: prepared(announce, malformed)(400, 'action_failed'),
    'not found': leaves(409, ({ nothing }) => content(nothing), 'action_failed'),
  }),
  [`PUT ${api}/files/:file_uid/thumbnail`]: guarded({
    ok: prepared(store, picture)(201, 'file_attachment_thumbnail_uploaded'),
    needs: 'vault',
    malformed: leaves(400, () => picture('short'), 'action_failed'),
    'not found': leaves(404, ({ nothing }) => picture(nothing), 'action_failed'),
    replay: never('the newer picture takes the place of the older one'),
  }),
  [`GET ${api}/files/:file_uid/content`]: guarded({
    ok: prepared(store, fetched)(200, 'file_attachment_downloaded'),
    needs: 'vault',
    malformed: leaves(400, () => fetched('short'), 'action_failed'),
    'not found': leaves(404, ({ nothing }) => fetched(nothing), 'action_failed'),
  }),
}
