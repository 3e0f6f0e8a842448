import { newUid } from '../../../src/client/crypto/uid.ts'
import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
} from '../../support/route-declaration.ts'
import { bytes, send, type World } from '../../support/route-world.ts'

/** Links of records, which their owners make and take away. */

const linkOf =
  (path = ''): Ask =>
  ({ vault }) =>
    owner(`/records/${vault.single}/links${path}`, { linked_uid: vault.notShared, data: bytes(40) })

const removal: Ask = ({ vault }) =>
  owner(`/records/${vault.single}/links/removal`, { linked_uid: vault.notShared })

/** Made before anybody watches. */
const linked: Ask = async (world: World) => {
  await send(world.url, 'POST', await linkOf()(world))
  return { path: '/healthz' }
}

export const recordLinkRoutes: Readonly<Record<string, Declaration>> = {
  [`POST ${api}/records/:record_uid/links`]: guarded({
    ok: leaves(201, linkOf(), 'record_link_added'),
    needs: 'vault',
    malformed: garbled(linkOf()),
    'not found': leaves(
      404,
      ({ vault }) => owner(`/records/${vault.single}/links`, { linked_uid: newUid() }),
      'action_failed',
    ),
  }),
  [`POST ${api}/records/:record_uid/links/removal`]: guarded({
    ok: { ...leaves(200, removal, 'record_link_removed'), first: linked },
    needs: 'vault',
    malformed: garbled(removal),
    'not found': leaves(
      404,
      ({ vault }) => owner(`/records/${vault.single}/links/removal`, { linked_uid: newUid() }),
      'action_failed',
    ),
  }),
}
