import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Declaration,
  garbled,
  guarded,
  leaves,
  open,
  silent,
} from '../../support/route-declaration.ts'
import {
  accountOf,
  bytes,
  colleagues,
  invitation,
  setupCode,
  verifier,
} from '../../support/route-world.ts'

/** What everybody may ask, and how people come, go and are forgotten. */

const invited = { email: 'new@example.com', role: 'member' }
const signedIn: Ask = () => ({
  path: `${api}/sessions`,
  json: { email: 'member@example.com', verifier },
})

const signedInHere = () => ({
  path: `${api}/sessions/cookie`,
  json: { email: 'member@example.com', verifier },
  site: 'same-origin' as const,
})

const guess: Ask = () => ({
  path: `${api}/sessions`,
  json: { email: 'guessed@example.com', verifier },
})
const guessHere: Ask = () => ({
  path: `${api}/sessions/cookie`,
  json: { email: 'guessed-here@example.com', verifier },
  site: 'same-origin',
})

const promoting: Ask = () => owner(`/people/${colleagues.promoted}/role`, { role: 'auditor' })

const nobodyAt = (path: string) =>
  leaves(404, ({ nothing }) => owner(`/people/${nothing}${path}`), 'action_failed')

/** One more than anybody may try at a name. */
const oneTooMany = (ask: Ask) => ({ ...leaves(429, ask, 'login_failure'), first: ask, times: 10 })

export const peopleRoutes: Readonly<Record<string, Declaration>> = {
  'GET /healthz': open({
    ok: silent(200, () => ({ path: '/healthz' }), 'asked every second, and tells that it lives'),
  }),
  'GET /metrics': open({
    ok: silent(
      200,
      () => ({ path: '/metrics' }),
      'asked every few seconds, and tells numbers without names',
    ),
  }),
  'GET /readyz': open({
    ok: silent(
      200,
      () => ({ path: '/readyz' }),
      'asked every second, and tells how many events there are',
    ),
  }),
  'GET /': open({
    ok: silent(200, () => ({ path: '/' }), 'the page of the console, the same for everybody'),
  }),
  'GET /assets/:name': open({
    ok: silent(
      200,
      () => ({ path: '/assets/main-0001.js' }),
      'programs and pictures of the console',
    ),
    'not found': silent(404, () => ({ path: '/assets/none.js' }), 'nothing was asked'),
    malformed: silent(404, () => ({ path: '/assets/..%2findex.html' }), 'nothing was asked'),
  }),
  [`GET ${api}/server`]: open({
    ok: silent(200, () => ({ path: `${api}/server` }), 'public keys and a name, for everybody'),
  }),

  [`POST ${api}/accounts`]: open({
    malformed: garbled(() => ({ path: `${api}/accounts` }), 'login_failure'),
    'not allowed': leaves(
      403,
      () => ({
        path: `${api}/accounts`,
        json: { ...accountOf('first@example.com'), organisation: 'Acme', setup_code: 'wrong' },
      }),
      'login_failure',
    ),
    ok: leaves(
      201,
      () => ({
        path: `${api}/accounts`,
        json: { ...accountOf('first@example.com'), organisation: 'Acme', setup_code: setupCode },
      }),
      'create_user',
      'enterprise_created',
    ),
  }),
  [`POST ${api}/accounts/invited`]: open({
    malformed: garbled(() => ({ path: `${api}/accounts/invited` }), 'login_failure'),
    'not allowed': leaves(
      403,
      () => ({
        path: `${api}/accounts/invited`,
        json: { ...accountOf('invited@example.com'), invitation: 'wrong' },
      }),
      'login_failure',
    ),
    ok: leaves(
      201,
      () => ({
        path: `${api}/accounts/invited`,
        json: { ...accountOf('invited@example.com'), invitation },
      }),
      'create_user',
      'accept_invitation',
    ),
  }),
  [`POST ${api}/accounts/invitations`]: guarded({
    ok: leaves(201, () => owner('/accounts/invitations', invited), 'send_invitation'),
    needs: 'people.invite',
    malformed: garbled(() => owner('/accounts/invitations')),
  }),
  [`PUT ${api}/accounts/password`]: guarded({
    ok: leaves(
      200,
      () => {
        const { email: _, public_key: _p, encrypted_private_key: _k, ...lock } = accountOf('')
        return { path: `${api}/accounts/password`, as: 'changing', json: lock }
      },
      'change_master_password',
    ),
    needs: 'open',
    malformed: garbled(() => ({ path: `${api}/accounts/password`, as: 'changing' })),
  }),

  [`GET ${api}/people`]: guarded({
    ok: silent(200, () => owner('/people'), 'names and roles of colleagues'),
    needs: 'people.read',
  }),
  [`GET ${api}/people/keys/:email`]: guarded({
    ok: silent(
      200,
      () => owner('/people/keys/member@example.com'),
      'a public key, to which what is handed over is wrapped; that it is, is on record',
    ),
    needs: 'vault',
    'not found': leaves(404, () => owner('/people/keys/auditor@example.com'), 'action_failed'),
  }),
  [`PUT ${api}/people/:account_uid/role`]: guarded({
    ok: leaves(200, promoting, 'added_to_role'),
    needs: 'people.change',
    malformed: garbled(promoting),
    'not found': leaves(
      404,
      ({ nothing }) => owner(`/people/${nothing}/role`, { role: 'auditor' }),
      'action_failed',
    ),
  }),
  [`PUT ${api}/people/:account_uid/lock`]: guarded({
    ok: leaves(200, () => owner(`/people/${colleagues.leaving}/lock`), 'lock_user'),
    needs: 'people.change',
    'not found': nobodyAt('/lock'),
  }),
  [`DELETE ${api}/people/:account_uid/lock`]: guarded({
    ok: leaves(200, () => owner(`/people/${colleagues.lockedOut}/lock`), 'enable_user'),
    needs: 'people.change',
    'not found': nobodyAt('/lock'),
  }),
  [`DELETE ${api}/people/:account_uid`]: guarded({
    ok: leaves(200, () => owner(`/people/${colleagues.gone}`), 'delete_user'),
    needs: 'people.change',
    'not found': nobodyAt(''),
  }),

  [`GET ${api}/sessions/prelogin/:email`]: open({
    ok: silent(
      200,
      () => ({ path: `${api}/sessions/prelogin/member@example.com` }),
      'a salt, for every name alike; the login that follows is on record',
    ),
  }),
  [`POST ${api}/sessions`]: open({
    malformed: leaves(401, () => ({ path: `${api}/sessions`, text: '{"broken' }), 'login_failure'),
    'not allowed': leaves(
      401,
      () => ({
        path: `${api}/sessions`,
        json: { email: 'member@example.com', verifier: bytes(32) },
      }),
      'login_failure',
    ),
    'not found': leaves(
      401,
      () => ({ path: `${api}/sessions`, json: { email: 'who@example.com', verifier } }),
      'login_failure',
    ),
    throttled: oneTooMany(guess),
    ok: leaves(201, signedIn, 'login'),
  }),
  [`POST ${api}/sessions/cookie`]: open({
    throttled: oneTooMany(guessHere),
    malformed: leaves(
      401,
      () => ({ path: `${api}/sessions/cookie`, text: '{"broken', site: 'same-origin' }),
      'login_failure',
    ),
    'not allowed': leaves(403, () => ({ ...signedInHere(), site: 'cross-site' }), 'action_denied'),
    'not found': leaves(
      401,
      () => ({
        path: `${api}/sessions/cookie`,
        json: { email: 'who@example.com', verifier },
        site: 'same-origin',
      }),
      'login_failure',
    ),
    ok: leaves(201, signedInHere, 'login'),
  }),
  [`GET ${api}/sessions`]: guarded({
    ok: silent(200, () => owner('/sessions'), "names of one's own sessions"),
    needs: 'open',
  }),
  [`GET ${api}/sessions/current`]: guarded({
    ok: silent(
      200,
      () => owner('/sessions/current'),
      "the person's own sealed key, which their login has handed out with its event",
    ),
    needs: 'open',
  }),
  [`DELETE ${api}/sessions/current`]: guarded({
    ok: leaves(200, () => ({ path: `${api}/sessions/current`, as: 'leaving' }), 'logout'),
    needs: 'open',
  }),
  [`DELETE ${api}/sessions/:session_id`]: guarded({
    ok: leaves(200, () => ({ path: `${api}/sessions/others`, as: 'member' }), 'sessions_ended'),
    needs: 'open',
    'not found': leaves(404, () => owner('/sessions/none'), 'action_failed'),
  }),

  [`POST ${api}/erasures`]: guarded({
    ok: leaves(201, () => owner('/erasures', { email: 'who@example.com' }), 'person_forgotten'),
    needs: 'people.forget',
    malformed: garbled(() => owner('/erasures')),
  }),
}
