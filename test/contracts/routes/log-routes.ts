import { api, owner } from '../../support/route-asks.ts'
import {
  type Declaration,
  garbled,
  guarded,
  leaves,
  never,
  silent,
} from '../../support/route-declaration.ts'

/** How the log is read. */

const hashesOnly = 'hashes tell nothing of what they cover'

const part = {
  import_uid: 'A'.repeat(22),
  part: 1,
  from: 'keeper',
  file: 'siem.ndjson',
  entries: [{ line: 1, text: '{"audit_event":"login","timestamp":"2025-01-01T00:00:00Z"}' }],
}

export const logRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/events`]: guarded({
    ok: leaves(200, () => owner('/events'), 'events_read'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/events?limit=x'), 'action_failed'),
  }),
  [`GET ${api}/events/stream`]: guarded({
    ok: leaves(200, () => owner('/events/stream'), 'events_read'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/events/stream?after=x'), 'action_failed'),
  }),
  [`GET ${api}/servers`]: guarded({
    ok: silent(200, () => owner('/servers'), 'what servers do tells nothing of events'),
    needs: 'servers.read',
  }),
  [`GET ${api}/events/:seq`]: guarded({
    ok: leaves(200, () => owner('/events/0'), 'events_read'),
    needs: 'events.read',
    'not found': leaves(404, () => owner('/events/999999'), 'action_failed'),
    malformed: never('a path with anything but digits is no route'),
  }),
  [`GET ${api}/events/:seq/exports`]: guarded({
    ok: leaves(200, () => owner('/events/0/exports'), 'events_read'),
    needs: ['exports.read', 'events.read'],
    'not found': leaves(404, () => owner('/events/999999/exports'), 'action_failed'),
    malformed: never('a path with anything but digits is no route'),
  }),
  [`POST ${api}/events/proofs`]: guarded({
    ok: leaves(200, () => owner('/events/proofs', { seqs: [0] }), 'events_read'),
    needs: 'events.read',
    'not found': leaves(404, () => owner('/events/proofs', { seqs: [999_999] }), 'action_failed'),
    malformed: garbled(() => owner('/events/proofs')),
  }),
  [`POST ${api}/reports/query`]: guarded({
    ok: leaves(200, () => owner('/reports/query', {}), 'events_read'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/reports/query', { limit: 'all' }), 'action_failed'),
  }),
  [`POST ${api}/reports/files`]: guarded({
    ok: leaves(200, () => owner('/reports/files', { q: 'last:1h', format: 'pdf' }), 'events_read'),
    needs: 'events.read',
    malformed: silent(400, () => owner('/reports/files', { format: 'doc' }), 'nothing was asked'),
    'not found': silent(
      404,
      () => owner('/reports/files', { ready: 'none', format: 'csv' }),
      'nothing was asked',
    ),
  }),
  [`POST ${api}/reports/exposure`]: guarded({
    ok: leaves(200, () => owner('/reports/exposure', { device: 'runner' }), 'events_read'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/reports/exposure', {}), 'action_failed'),
  }),
  [`GET ${api}/vocabulary`]: guarded({
    ok: silent(200, () => owner('/vocabulary'), 'it tells what can be asked, and no event'),
    needs: 'session',
  }),
  [`GET ${api}/reports/library`]: guarded({
    ok: silent(
      200,
      () => owner('/reports/library'),
      'it tells which reports there are, and no event',
    ),
    needs: 'session',
  }),
  [`POST ${api}/reports/library/:name`]: guarded({
    ok: leaves(200, () => owner('/reports/library/denied', {}), 'events_read'),
    needs: 'events.read',
    malformed: leaves(
      400,
      () => owner('/reports/library/denied', { created: 'soon' }),
      'action_failed',
    ),
    'not found': silent(404, () => owner('/reports/library/none', {}), 'nothing was asked'),
  }),
  [`GET ${api}/reports/saved`]: guarded({
    ok: leaves(200, () => owner('/reports/saved'), 'events_read'),
    needs: 'events.read',
  }),
  [`PUT ${api}/reports/saved/:name`]: guarded({
    ok: leaves(201, () => owner('/reports/saved/mine', { question: {} }), 'report_created'),
    needs: 'events.read',
    malformed: leaves(400, () => owner('/reports/saved/-', { question: {} }), 'action_failed'),
    'not found': never('a name that there is not is made'),
  }),
  [`GET ${api}/reports/saved/:name`]: guarded({
    ok: leaves(200, () => owner('/reports/saved/mine'), 'events_read'),
    needs: 'events.read',
    'not found': leaves(404, () => owner('/reports/saved/none'), 'action_failed'),
  }),
  [`DELETE ${api}/reports/saved/:name`]: guarded({
    ok: leaves(200, () => owner('/reports/saved/mine'), 'report_deleted'),
    needs: 'events.read',
    'not found': leaves(404, () => owner('/reports/saved/none'), 'action_failed'),
  }),
  [`POST ${api}/reports/sign-offs`]: guarded({
    ok: leaves(
      201,
      () =>
        owner('/reports/sign-offs', {
          ...{ report: 'denied', digest: '0'.repeat(64), detail: 'Nothing to do' },
        }),
      'report_signed_off',
    ),
    needs: 'events.read',
    malformed: leaves(
      400,
      () => owner('/reports/sign-offs', { report: 'denied' }),
      'action_failed',
    ),
    'not found': never('a report may have been removed since it was reviewed'),
  }),
  [`POST ${api}/imports`]: guarded({
    ok: leaves(201, () => owner('/imports', part), 'log_imported', 'login'),
    needs: 'events.import',
    malformed: garbled(() => owner('/imports', part)),
    'not found': never('a format that there is not is a mistake of the sender'),
  }),
  [`GET ${api}/proofs/consistency/:from`]: guarded({
    ok: silent(200, () => owner('/proofs/consistency/1'), hashesOnly),
    needs: 'session',
    malformed: silent(400, () => owner('/proofs/consistency/x'), hashesOnly),
  }),
  'GET /log/checkpoint': guarded({
    ok: silent(200, () => ({ path: '/log/checkpoint', as: 'owner' }), hashesOnly),
    needs: 'events.read',
  }),
  'GET /log/tile/*': guarded({
    ok: silent(
      200,
      () => ({ path: '/log/tile/0/000.p/1', as: 'owner' }),
      'tiles are fetched by the thousand, and hold hashes and events without personal values',
    ),
    needs: 'events.read',
    'not found': silent(404, () => ({ path: '/log/tile/0/x001/000', as: 'owner' }), hashesOnly),
    malformed: silent(400, () => ({ path: '/log/tile/nine', as: 'owner' }), hashesOnly),
  }),
}
