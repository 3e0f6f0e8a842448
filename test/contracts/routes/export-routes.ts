import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  garbled,
  guarded,
  leaves,
  never,
  open,
  silent,
} from '../../support/route-declaration.ts'

/** How exports are set up and watched. */

const noEvents = 'how exports fare tells nothing of events, and secrets are masked'

const newTarget = (name: string) => ({ name, kind: 'file', settings: { file: 'out.ndjson' } })

let made = 0

/** Another one each time. */
const makeAnother: Ask = () => {
  made += 1
  return owner('/targets?test=no', newTarget(`made-${made}`))
}

const announced = 'audit_sync_change_announced'

const reading = (path: string): Declaration =>
  guarded({
    ok: silent(200, () => owner(path), noEvents),
    needs: 'exports.read',
  })

/** What is done to a target by name. */
function changing(path: string, json: unknown, ok: Pick<Case, 'status' | 'leaves'>): Declaration {
  const of = (name: string) => owner(path.replace(':name', name), json)
  return guarded({
    ok: leaves(ok.status, () => of('logs'), ...ok.leaves),
    needs: 'exports.change',
    'not found': leaves(404, () => of('nothing'), 'action_failed'),
    malformed: leaves(400, () => of('No_Name'), 'action_failed'),
  })
}

const unknown = (path: string) => silent(404, () => owner(path), noEvents)

let tokensMade = 0

/** Another one each time. */
const makeToken: Ask = () => {
  tokensMade += 1
  return owner('/tokens', { name: `token ${tokensMade}` })
}

const pulled =
  (query = ''): Ask =>
  () => ({
    path: `/api/rest/public/events${query}`,
    apiToken: 'events',
  })

export const exportRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/tokens`]: guarded({
    ok: silent(200, () => owner('/tokens'), 'names of tokens tell nothing of events'),
    needs: 'tokens.change',
  }),
  [`POST ${api}/tokens`]: guarded({
    ok: leaves(201, makeToken, 'create_public_api_token_in_days'),
    needs: 'tokens.change',
    malformed: garbled(() => owner('/tokens')),
  }),
  [`DELETE ${api}/tokens/:name`]: guarded({
    ok: leaves(200, () => owner('/tokens/old'), 'revoke_public_api_token'),
    needs: 'tokens.change',
    'not found': leaves(404, () => owner('/tokens/nothing'), 'action_failed'),
    malformed: leaves(400, () => owner('/tokens/%2E%2E%2F'), 'action_failed'),
  }),
  'GET /api/rest/public/events': open({
    needs: { token: 'events.read' },
    'no session': leaves(401, () => ({ path: '/api/rest/public/events' }), 'action_denied'),
    'not allowed': leaves(
      403,
      () => ({ path: '/api/rest/public/events', apiToken: 'nothing' }),
      'action_denied',
    ),
    malformed: leaves(400, pulled('?limit=many'), 'action_failed'),
    ok: leaves(200, pulled(), 'events_read'),
  }),
  [`GET ${api}/targets`]: reading('/targets'),
  [`GET ${api}/targets/kinds`]: reading('/targets/kinds'),
  [`GET ${api}/targets/:name`]: {
    ...reading('/targets/logs'),
    'not found': unknown('/targets/nothing'),
  },
  [`GET ${api}/targets/:name/dead-letters`]: {
    ...reading('/targets/logs/dead-letters'),
    'not found': unknown('/targets/nothing/dead-letters'),
  },
  [`POST ${api}/targets/preview`]: guarded({
    ok: leaves(
      200,
      () => owner('/targets/preview', { kind: 'file', settings: { file: 'out.ndjson' } }),
      'events_read',
    ),
    needs: 'exports.change',
    malformed: leaves(400, () => owner('/targets/preview', { kind: 'none' }), 'action_failed'),
    'not found': never('it is about a target that is not there yet'),
  }),
  [`POST ${api}/targets`]: guarded({
    ok: leaves(201, makeAnother, announced, 'audit_sync_setup'),
    needs: 'exports.change',
    malformed: garbled(makeAnother),
    'not found': never('a kind that there is not is a mistake of the sender'),
  }),
  [`PUT ${api}/targets/:name`]: changing(
    '/targets/:name?test=no',
    { settings: { file: 'other.ndjson' } },
    { status: 200, leaves: [announced, 'audit_sync_changed'] },
  ),
  [`POST ${api}/targets/:name/test`]: guarded({
    ok: leaves(200, () => owner('/targets/logs/test'), 'audit_sync_tested'),
    needs: 'exports.change',
    'not found': unknown('/targets/nothing/test'),
  }),
  [`POST ${api}/targets/:name/replay`]: changing(
    '/targets/:name/replay',
    { from: 0 },
    { status: 201, leaves: ['audit_sync_replay'] },
  ),
  [`POST ${api}/targets/:name/dead-letters/resend`]: changing(
    '/targets/:name/dead-letters/resend',
    undefined,
    { status: 200, leaves: ['audit_sync_resend'] },
  ),
  [`POST ${api}/targets/:name/pause`]: changing('/targets/:name/pause', undefined, {
    status: 200,
    leaves: [announced, 'audit_sync_paused'],
  }),
  [`POST ${api}/targets/:name/resume`]: changing('/targets/:name/resume', undefined, {
    status: 200,
    leaves: [announced, 'audit_sync_resumed'],
  }),
  [`DELETE ${api}/targets/:name`]: changing('/targets/:name', undefined, {
    status: 200,
    leaves: [announced, 'audit_sync_removed'],
  }),
}
