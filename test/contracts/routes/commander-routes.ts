import { encryptGcm } from '../../../src/client/crypto/aes-gcm.ts'
import { fromBase64, toBase64 } from '../../../src/client/crypto/base64.ts'
import { randomBytes } from '../../../src/client/crypto/bytes.ts'
import { wrapForPublicKey } from '../../../src/client/crypto/ecies.ts'
import {
  startLoginRequest,
  validateAuthHashRequest,
} from '../../../src/commander/messages/login.ts'
import { sealToken } from '../../../src/commander/sealed-token.ts'
import { encode } from '../../../src/commander/wire.ts'
import { commanderCall } from '../../support/commander-call.ts'
import { preloginSecret } from '../../support/http-app.ts'
import {
  type Ask,
  type Declaration,
  leaves,
  never,
  silent,
} from '../../support/route-declaration.ts'
import { tokens, type Who } from '../../support/route-world.ts'
import { serverKeyOf } from '../../support/sdk-device.ts'

/** What Keeper Commander calls. */

const route = '/api/rest'

const device = { device_uid: 'AAAAAAAAAAAAAAAAAAAAAA', device_token: '', version: 'c18.0.0' }

const sessionOf = (who: Who) =>
  who === 'nobody'
    ? new Uint8Array(51)
    : sealToken(preloginSecret, 'session', { token: tokens[who], ...device })

const call =
  (endpoint: string, who: Who, payload: Uint8Array = new Uint8Array()): Ask =>
  async (world) => ({
    path: `${route}/${endpoint}`,
    form: await commanderCall(world, { payload, session: sessionOf(who) }),
  })

const guess = call(
  'authentication/validate_auth_hash',
  'nobody',
  encode(validateAuthHashRequest, {
    authResponse: new Uint8Array(32),
    encryptedLoginToken: sealToken(preloginSecret, 'login', {
      ...device,
      email: 'guessed-by-commander@example.com',
      until: Number.MAX_SAFE_INTEGER,
    }),
  }),
)

const toRouter =
  (who: Who): Ask =>
  async (world) => {
    const transmissionKey = randomBytes(32)
    const { serverPublicKey } = await serverKeyOf(world)
    const wrapped = await wrapForPublicKey(fromBase64(serverPublicKey), transmissionKey)
    const session = await encryptGcm(transmissionKey, new Uint8Array(sessionOf(who)))
    return {
      path: '/api/user/get_controllers',
      headers: {
        transmissionkey: toBase64(wrapped),
        authorization: `KeeperUser ${toBase64(session)}`,
      },
    }
  }

export const commanderRoutes: Readonly<Record<string, Declaration>> = {
  'POST /api/user/*': {
    needs: 'commander',
    'no session': leaves(401, toRouter('nobody'), 'action_denied'),
    'not allowed': never('there is nothing behind it for anybody'),
    malformed: leaves(
      401,
      () => ({ path: '/api/user/get_controllers', headers: { transmissionkey: 'nothing' } }),
      'action_denied',
    ),
    'not found': never('that there is no gateway is what it answers'),
    throttled: never('a session that is none proves nothing'),
    'locked address': never('only devices are locked to an address'),
    replay: never('it changes nothing'),
    ok: leaves(200, toRouter('owner'), 'action_failed'),
  },
  [`POST ${route}/keep_alive`]: {
    needs: 'commander',
    'no session': leaves(401, call('keep_alive', 'nobody'), 'action_denied'),
    'not allowed': never('whoever is logged in may stay so'),
    malformed: never('it takes nothing'),
    'not found': never('there is one session, which is inside the call'),
    throttled: never('a session that is none proves nothing'),
    'locked address': never('only devices are locked to an address'),
    replay: never('it changes nothing'),
    ok: silent(200, call('keep_alive', 'owner'), 'whoever asks did so before: nothing happens'),
  },
  [`POST ${route}/:noun/:verb`]: {
    needs: 'commander',
    'no session': leaves(401, call('vault/sync_down', 'nobody'), 'action_denied'),
    'not allowed': leaves(
      403,
      call('enterprise/get_enterprise_data_for_user', 'member'),
      'action_denied',
    ),
    malformed: leaves(
      400,
      call(
        'authentication/register_device',
        'nobody',
        encode(startLoginRequest, { username: 'x' }),
      ),
      'action_failed',
    ),
    'not found': leaves(404, call('vault/no_such_call', 'owner'), 'action_failed'),
    throttled: { ...leaves(503, guess, 'login_failure'), first: guess, times: 10 },
    'locked address': never('only devices are locked to an address'),
    replay: never('calls are not signed: what may not happen twice has a UID or revision'),
    ok: leaves(200, call('vault/sync_down', 'owner'), 'vault_fetched'),
  },
}
