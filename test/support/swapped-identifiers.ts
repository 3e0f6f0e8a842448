import { newUid } from '../../src/client/crypto/uid.ts'
import { teams } from './route-teams.ts'
import { type Asked, bytes, colleagues } from './route-world.ts'

/** What belongs to somebody who is attacked. */
export type Victims = {
  readonly record: string
  readonly recordInFolder: string
  readonly folder: string
  readonly folderBelow: string
  readonly application: string
  readonly device: string
  readonly file: string
  /** Announced, and not sent yet. */
  readonly upload: string
  readonly session: string
  readonly factor: string
  readonly report: string
  readonly schedule: string
  readonly team: string
}

/** What the attacker has of their own, to be mixed with what is the victim's. */
export type Own = {
  readonly record: string
  readonly folder: string
  readonly application: string
}

export type Attack = (victims: Victims, own: Own) => Asked

const to = (path: string, json?: unknown): Asked => ({
  path: `/api/v1${path}`,
  ...(json !== undefined && { json }),
})

const sent = (path: string, text: string): Asked => ({ path: `/api/v1${path}`, text })

const handedOver = (things: object) => to('/vault/transfers', { to: colleagues.heir, ...things })

const newFile = () => ({
  ...{ file_uid: newUid(), record_data: bytes(100), record_revision: 1 },
  ...{ owner_key: bytes(60), link_key: bytes(60), data: bytes(100), size: 100 },
})
const withoutFiles = (file_uids: readonly string[]) => ({
  ...{ record_data: bytes(100), record_revision: 1, file_uids },
})
const newDevice = () => ({
  ...{ device_uid: newUid(), name: 'mine', client_id: bytes(64), encrypted_app_key: bytes(60) },
})
const share = (secret_uid: string) => ({ secret_uid, encrypted_secret_key: bytes(60) })
const revised = { data: bytes(100), revision: 1 }
const asFile = (schedule: string) => `/reports/schedules/${encodeURIComponent(schedule)}`
const force = { force: true }

const onRecord = (path: string, json?: unknown): readonly Attack[] => [
  ({ record }) => to(path.replace(':uid', record), json),
  ({ recordInFolder }) => to(path.replace(':uid', recordInFolder), json),
]
const onSchedule = (path: string, json?: unknown): readonly Attack[] => [
  ({ schedule }) => to(`${asFile(schedule)}${path}`, json),
]
const onReport: readonly Attack[] = [
  ({ report }) => to(`/reports/saved/${encodeURIComponent(report)}`),
]

/**
 * Every route at which something is named that belongs to a person, with what somebody else may try there. A route that
 * needs a vault or a session and is neither here nor among those that name nothing fails the test.
 */
export const attacks: Readonly<Record<string, readonly Attack[]>> = {
  'GET /api/v1/records/:record_uid': onRecord('/records/:uid'),
  'PUT /api/v1/records/:record_uid': onRecord('/records/:uid', revised),
  'DELETE /api/v1/records/:record_uid': onRecord('/records/:uid'),
  'POST /api/v1/records/:record_uid/files': onRecord('/records/:uid/files', newFile()),
  'POST /api/v1/records/:record_uid/links': [
    ({ record }, own) => to(`/records/${record}/links`, { linked_uid: own.record }),
    ({ recordInFolder }, own) => to(`/records/${recordInFolder}/links`, { linked_uid: own.record }),
    ({ record }, own) => to(`/records/${own.record}/links`, { linked_uid: record }),
    ({ recordInFolder }, own) => to(`/records/${own.record}/links`, { linked_uid: recordInFolder }),
  ],
  'POST /api/v1/records/:record_uid/links/removal': [
    ({ record }, own) => to(`/records/${record}/links/removal`, { linked_uid: own.record }),
    ({ record, recordInFolder }) =>
      to(`/records/${record}/links/removal`, { linked_uid: recordInFolder }),
  ],
  'POST /api/v1/records/:record_uid/files/removal': [
    ...onRecord('/records/:uid/files/removal', withoutFiles([newUid()])),
    ({ file }, own) => to(`/records/${own.record}/files/removal`, withoutFiles([file])),
  ],
  'POST /api/v1/records': [
    ({ folder }) =>
      to('/records', {
        ...{ record_uid: newUid(), owner_key: bytes(64), data: bytes(100) },
        folder: { folder_uid: folder, folder_key: bytes(64) },
      }),
  ],
  'PUT /api/v1/files/:file_uid/content': [
    ({ file }) => sent(`/files/${file}/content`, 'x'.repeat(30)),
    ({ upload }) => sent(`/files/${upload}/content`, 'x'.repeat(30)),
  ],
  'PUT /api/v1/files/:file_uid/thumbnail': [({ file }) => sent(`/files/${file}/thumbnail`, 'mine')],
  'GET /api/v1/files/:file_uid/content': [({ file }) => to(`/files/${file}/content`)],
  'POST /api/v1/vault/transfers': [
    ({ record: uid }) => handedOver({ records: [{ uid, key: bytes(125) }] }),
    ({ folder: uid }) => handedOver({ folders: [{ uid, key: bytes(125) }] }),
    ({ application: uid }) => handedOver({ applications: [{ uid, key: bytes(125) }] }),
  ],
  'POST /api/v1/folders': [
    ({ folder: parent_uid }) =>
      to('/folders', {
        ...{ folder_uid: newUid(), folder_key: bytes(64), data: bytes(40), parent_uid },
      }),
  ],
  'GET /api/v1/folders/:folder_uid/people': [({ folder }) => to(`/folders/${folder}/people`)],
  'PUT /api/v1/folders/:folder_uid/people/:account_uid': [
    ({ folder }) => to(`/folders/${folder}/people/${colleagues.heir}`, { folder_key: bytes(125) }),
  ],
  'PATCH /api/v1/folders/:folder_uid/people/:account_uid': [
    ({ folder }) => to(`/folders/${folder}/people/${colleagues.heir}`, { editable: true }),
  ],
  'DELETE /api/v1/folders/:folder_uid/people/:account_uid': [
    ({ folder }) => to(`/folders/${folder}/people/${colleagues.heir}`),
  ],
  'GET /api/v1/folders/:folder_uid/teams': [({ folder }) => to(`/folders/${folder}/teams`)],
  'PUT /api/v1/folders/:folder_uid/teams/:team_uid': [
    ({ folder }) => to(`/folders/${folder}/teams/${teams.kept}`, { folder_key: bytes(125) }),
  ],
  'PATCH /api/v1/folders/:folder_uid/teams/:team_uid': [
    ({ folder, team }) => to(`/folders/${folder}/teams/${team}`, { editable: true }),
  ],
  'DELETE /api/v1/folders/:folder_uid/teams/:team_uid': [
    ({ folder, team }) => to(`/folders/${folder}/teams/${team}`),
  ],
  'GET /api/v1/folders/:folder_uid/key': [({ folder }) => to(`/folders/${folder}/key`)],
  'PUT /api/v1/folders/:folder_uid/key': [
    ({ folder }) =>
      to(`/folders/${folder}/key`, {
        ...{ key_revision: 1, folder_key: bytes(60), data: bytes(48), folders: [], records: [] },
        ...{ applications: [], people: [], teams: [] },
      }),
  ],
  'GET /api/v1/teams/:team_uid/keys': [({ team }) => to(`/teams/${team}/keys`)],
  'DELETE /api/v1/teams/:team_uid/membership': [({ team }) => to(`/teams/${team}/membership`)],
  'PUT /api/v1/folders/:folder_uid/parent': [
    ({ folder, folderBelow }) => to(`/folders/${folderBelow}/parent`, { parent_uid: folder }),
    ({ folderBelow }, own) => to(`/folders/${folderBelow}/parent`, { parent_uid: own.folder }),
    ({ folder }, own) => to(`/folders/${own.folder}/parent`, { parent_uid: folder }),
  ],
  'POST /api/v1/folders/:folder_uid/removal': [
    ({ folder }) => to(`/folders/${folder}/removal`, force),
    ({ folderBelow }) => to(`/folders/${folderBelow}/removal`, force),
  ],
  'GET /api/v1/applications/:app_uid': [({ application }) => to(`/applications/${application}`)],
  'PATCH /api/v1/applications/:app_uid': [
    ({ application }) => to(`/applications/${application}`, { data: bytes(40) }),
  ],
  'PUT /api/v1/applications/:app_uid/people/:account_uid': [
    ({ application }) =>
      to(`/applications/${application}/people/${colleagues.heir}`, { app_key: bytes(125) }),
  ],
  'PATCH /api/v1/applications/:app_uid/people/:account_uid': [
    ({ application }) =>
      to(`/applications/${application}/people/${colleagues.heir}`, { permission: 'manage' }),
  ],
  'DELETE /api/v1/applications/:app_uid/people/:account_uid': [
    ({ application }) => to(`/applications/${application}/people/${colleagues.heir}`),
  ],
  'POST /api/v1/applications/:app_uid/shares': [
    ({ application }, own) =>
      to(`/applications/${application}/shares`, { shares: [share(own.record)] }),
    ({ record }, own) => to(`/applications/${own.application}/shares`, { shares: [share(record)] }),
    ({ folder }, own) => to(`/applications/${own.application}/shares`, { shares: [share(folder)] }),
  ],
  'PATCH /api/v1/applications/:app_uid/shares': [
    ({ application, record }) =>
      to(`/applications/${application}/shares`, { secret_uids: [record], editable: true }),
    ({ record }, own) =>
      to(`/applications/${own.application}/shares`, { secret_uids: [record], editable: true }),
  ],
  'POST /api/v1/applications/:app_uid/shares/removal': [
    ({ application, record }) =>
      to(`/applications/${application}/shares/removal`, { secret_uids: [record] }),
    ({ record }, own) =>
      to(`/applications/${own.application}/shares/removal`, { secret_uids: [record] }),
  ],
  'POST /api/v1/applications/:app_uid/devices': [
    ({ application }) => to(`/applications/${application}/devices`, { devices: [newDevice()] }),
  ],
  'PATCH /api/v1/applications/:app_uid/devices': [
    ({ application, device }) =>
      to(`/applications/${application}/devices`, { device_uids: [device], lock_ip: false }),
    ({ device }, own) =>
      to(`/applications/${own.application}/devices`, { device_uids: [device], lock_ip: false }),
  ],
  'POST /api/v1/applications/:app_uid/devices/removal': [
    ({ application, device }) =>
      to(`/applications/${application}/devices/removal`, { device_uids: [device] }),
    ({ device }, own) =>
      to(`/applications/${own.application}/devices/removal`, { device_uids: [device] }),
  ],
  'POST /api/v1/applications/:app_uid/removal': [
    ({ application }) => to(`/applications/${application}/removal`, force),
  ],
  'PUT /api/v1/alerts/decoys/:record_uid': onRecord('/alerts/decoys/:uid', {}),
  'DELETE /api/v1/alerts/decoys/:record_uid': onRecord('/alerts/decoys/:uid'),
  'DELETE /api/v1/sessions/:session_id': [({ session }) => to(`/sessions/${session}`)],
  'DELETE /api/v1/second-factors/:factor_uid': [({ factor }) => to(`/second-factors/${factor}`)],
  'GET /api/v1/reports/saved/:name': onReport,
  'PUT /api/v1/reports/saved/:name': [
    ({ report }) => to(`/reports/saved/${encodeURIComponent(report)}`, { question: {} }),
  ],
  'DELETE /api/v1/reports/saved/:name': onReport,
  'POST /api/v1/reports/schedules': [
    ({ report }) =>
      to('/reports/schedules', {
        ...{ name: 'of another', report, cron: '0 7 * * *' },
        ways: { email: { to: 'ops@example.com' } },
      }),
  ],
  'GET /api/v1/reports/schedules/:name': onSchedule(''),
  'PUT /api/v1/reports/schedules/:name': onSchedule('', { format: 'json' }),
  'DELETE /api/v1/reports/schedules/:name': onSchedule(''),
  'POST /api/v1/reports/schedules/:name/pause': onSchedule('/pause'),
  'POST /api/v1/reports/schedules/:name/resume': onSchedule('/resume'),
  'POST /api/v1/reports/schedules/:name/runs': onSchedule('/runs'),
  'GET /api/v1/reports/schedules/:name/runs': onSchedule('/runs'),
  'GET /api/v1/reports/schedules/:name/runs/:run/file': onSchedule('/runs/1/file'),
}

/** Where what is nowhere is answered otherwise; the answer is the same for what is somebody else's. */
export const answeredOtherwise: Readonly<Record<string, number>> = {
  'PUT /api/v1/files/:file_uid/content': 409,
}

/** Routes of a vault, a session or reports that name nothing of anybody: they are about whoever asks. */
export const namesNothing: Readonly<Record<string, string>> = {
  'GET /api/v1/vault': 'the vault of whoever asks',
  'GET /api/v1/vault/granted': 'what whoever asks was let into',
  'GET /api/v1/people/keys/:email': 'a public key is there for everybody who has a vault',
  'GET /api/v1/applications': 'the applications of whoever asks',
  'POST /api/v1/applications': 'it makes a new one',
  'PUT /api/v1/accounts/password': 'the password of whoever asks',
  'GET /api/v1/sessions': 'the sessions of whoever asks',
  'GET /api/v1/sessions/current': 'the session that asks',
  'DELETE /api/v1/sessions/current': 'the session that asks',
  'POST /api/v1/sessions/current/confirmation/options': 'the session that asks',
  'POST /api/v1/sessions/current/confirmation': 'the session that asks',
  'PUT /api/v1/accounts/recovery-phrase': 'the phrase of whoever asks',
  'DELETE /api/v1/accounts/recovery-phrase': 'the phrase of whoever asks',
  'GET /api/v1/second-factors': 'the second factors of whoever asks',
  'POST /api/v1/second-factors/totp': 'a second factor of whoever asks',
  'POST /api/v1/second-factors/passkeys/options': 'a passkey of whoever asks',
  'POST /api/v1/second-factors/passkeys': 'a passkey of whoever asks',
  'POST /api/v1/second-factors/recovery-codes': 'codes of whoever asks',
}
