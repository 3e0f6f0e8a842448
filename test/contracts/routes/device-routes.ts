import type { Body } from '../../support/route-asks.ts'
import { type Ask, type Case, type Declaration, leaves } from '../../support/route-declaration.ts'
import { away, bytes, type World } from '../../support/route-world.ts'

/** What devices call. */

const toDevice = '/api/rest/sm/v1'

/** So few that a test can exceed it, for so long that no slow machine gets out of it. */
export const deviceRate = { most: 20, windowMs: 600_000 }

const call =
  (endpoint: string, payload: Body = () => ({})): Ask =>
  async (world) => ({
    path: `${toDevice}/${endpoint}`,
    sealed: await world.device.seal(payload(world)),
  })

const update =
  (revision: number, uid: 'single' | 'notShared') =>
  ({ vault }: World) => ({ recordUid: vault[uid], data: bytes(412), revision })

const replayed = (() => {
  let captured: ReturnType<Ask> | undefined
  const first: Ask = (world) => {
    captured = call('get_secret')(world)
    return captured
  }
  const again: Ask = (world) => captured ?? first(world)
  return { ...leaves(403, again, 'app_client_access_denied'), first } satisfies Case
})()

export const deviceRoutes: Readonly<Record<string, Declaration>> = {
  [`POST ${toDevice}/:endpoint`]: {
    needs: 'device',
    'no session': leaves(
      403,
      async ({ stranger }) => ({ path: `${toDevice}/get_secret`, sealed: await stranger.seal({}) }),
      'app_client_access_denied',
    ),
    'not allowed': leaves(404, call('no_such_call'), 'app_client_access_denied'),
    malformed: leaves(
      400,
      () => ({ path: `${toDevice}/get_secret`, text: 'junk' }),
      'app_client_access_denied',
    ),
    'not found': leaves(
      404,
      call('update_secret', update(1, 'notShared')),
      'app_client_access_denied',
    ),
    throttled: {
      ...leaves(403, call('get_folders'), 'app_client_access_denied'),
      first: async (world) => {
        for (let calls = 1; calls < deviceRate.most; calls++) await world.device.call('get_folders')
        return call('get_folders')(world)
      },
    },
    'locked address': leaves(
      403,
      async ({ lockedDevice }) => ({
        path: `${toDevice}/get_secret`,
        sealed: await lockedDevice.seal({}),
        address: away,
      }),
      'app_client_access_denied',
    ),
    replay: replayed,
    ok: leaves(200, call('get_secret'), 'app_client_access'),
  },
}
