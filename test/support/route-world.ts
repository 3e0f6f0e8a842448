import { randomBytes } from 'node:crypto'
import { setupCodeSetting } from '../../src/access/actions/create-account.ts'
import { newApiToken } from '../../src/access/api-token.ts'
import { newOpaqueToken, tokenHash } from '../../src/access/opaque-token.ts'
import { hashVerifier } from '../../src/access/password.ts'
import type { Stage } from '../../src/access/session.ts'
import type { SealedRequest } from '../../src/client/crypto/device-envelope.ts'
import { newUid } from '../../src/client/crypto/uid.ts'
import { sealer } from '../../src/outbound/sealed-settings.ts'
import type { Account } from '../../src/store/state/accounts.ts'
import type { Store, Transaction } from '../../src/store/store.ts'
import { authenticator } from './authenticator.ts'
import { strangeClientId } from './denied-calls.ts'
import { filledVault } from './filled-vault.ts'
import { addKeptReport } from './kept-report.ts'
import { keptSession } from './kept-session.ts'
import { rawDevice } from './raw-device.ts'
import { addApprovals, addTeam, teams } from './route-teams.ts'
import { testKey } from './test-exports.ts'
import { addWatchedAlert } from './watched-alert.ts'

/** Random bytes as base64: what a key or a ciphertext looks like to the server. */
export const bytes = (length: number): string => randomBytes(length).toString('base64')

export const verifier = bytes(32)
export const setupCode = newOpaqueToken()
export const invitation = newOpaqueToken()

/** What a client sends to make an account. */
export const accountOf = (email: string) => ({
  email,
  salt: bytes(16),
  iterations: 1_000_000,
  verifier,
  encrypted_data_key: bytes(100),
  public_key: bytes(65),
  encrypted_private_key: bytes(200),
})

export const tokens = {
  owner: newOpaqueToken(),
  /** The owner's second session. */
  leaving: newOpaqueToken(),
  auditor: newOpaqueToken(),
  member: newOpaqueToken(),
  operator: newOpaqueToken(),
  changing: newOpaqueToken(),
  /** Of somebody with a second factor, and half a session of theirs. */
  careful: newOpaqueToken(),
  proving: newOpaqueToken(),
  /** Half a session of somebody who has to set one up. */
  settingUp: newOpaqueToken(),
  /** Half a session of somebody who has given their recovery phrase, and a whole one of theirs. */
  recovering: newOpaqueToken(),
  forgetful: newOpaqueToken(),
}

const apiTokens = { events: newApiToken(), nothing: newApiToken() }

export type Who = keyof typeof tokens | 'nobody'

const day = 24 * 3_600_000

/** People whom somebody else does something to. */
export const colleagues = {
  promoted: newUid(),
  heir: newUid(),
  leaving: newUid(),
  lockedOut: newUid(),
  gone: newUid(),
  keyless: newUid(),
} as const

/** Second factors of those who have one: each with an authenticator of the test's own. */
export const carefulFactor = newUid()
export const phones = { careful: authenticator(), settingUp: authenticator() } as const

export const codeNow = (who: keyof typeof phones): string => phones[who].code(new Date())

type Named = Pick<Account, 'account_uid' | 'email' | 'role'>

async function addAccount({ accounts }: Transaction, { account_uid, email, role }: Named) {
  const { verifier: _, ...keys } = accountOf(email)
  const verifier_hash = await hashVerifier(verifier)
  await accounts.insert({ account_uid, role, verifier_hash, created_at: 0, ...keys })
}

/** Makes an account of that role; gives its UID. */
export async function addPerson(tx: Transaction, email: string, role: Account['role']) {
  const account_uid = newUid()
  await addAccount(tx, { account_uid, email, role })
  return account_uid
}

async function addSession(
  { sessions }: Transaction,
  account_uid: string,
  who: keyof typeof tokens,
  stage: Stage = 'whole',
) {
  const token_hash = tokenHash(tokens[who])
  await sessions.insert(keptSession({ token_hash, account_uid, key_half: bytes(32), stage }))
}

/** An authenticator, as the store keeps it. */
const keptFactor = (factor_uid: string, account_uid: string, secret: string) => ({
  factor_uid,
  account_uid,
  kind: 'totp' as const,
  name: 'Phone',
  external_id: factor_uid,
  public: '{}',
  sealed: sealer(testKey).seal(factor_uid, { secret }),
  counter: 0,
  created_at: 0,
  last_used_at: null,
})

/** People at the door: with a second factor, without the one that they need, with one that they have lost. */
async function addCareful(tx: Transaction) {
  const careful = await addPerson(tx, 'careful@example.com', 'member')
  await addSession(tx, careful, 'careful')
  await addSession(tx, careful, 'proving', 'second-factor')
  await tx.factors.insert(keptFactor(carefulFactor, careful, phones.careful.secret))
  const newcomer = await addPerson(tx, 'setting-up@example.com', 'member')
  await addSession(tx, newcomer, 'settingUp', 'set-up')
  await tx.factors.insert(keptFactor(newUid(), colleagues.keyless, phones.careful.secret))
  const forgetful = await addPerson(tx, 'forgetful@example.com', 'member')
  await addSession(tx, forgetful, 'forgetful')
  await addSession(tx, forgetful, 'recovering', 'recovery')
  await tx.keyLocks.put({
    account_uid: forgetful,
    kind: 'recovery-phrase',
    verifier_hash: tokenHash(verifier),
    encrypted_data_key: bytes(60),
    created_at: 0,
  })
}

let asked = 0

/** A request of any kind. */
export type Asked = {
  readonly path: string
  readonly as?: Who
  /** The token of a program: for events, or of somebody who may not read them. */
  readonly apiToken?: keyof typeof apiTokens
  readonly json?: unknown
  /** A body that is no JSON. */
  readonly text?: string
  readonly sealed?: SealedRequest
  /** A form with a file in it. */
  readonly form?: { readonly type: string; readonly body: Uint8Array<ArrayBuffer> }
  /** Shown instead of what `as` and `apiToken` stand for. */
  readonly authorization?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as the client's address by a proxy. */
  readonly address?: string
  /** What a browser says of the page that makes it. */
  readonly site?: 'same-origin' | 'cross-site'
}

function bodyOf({ json, text, sealed, form }: Asked): RequestInit {
  if (form) return { body: form.body }
  const body = sealed
    ? sealed.body
    : (text ?? (json === undefined ? undefined : JSON.stringify(json)))
  return body === undefined ? {} : { body }
}

/** Sends it to one of the servers over this world. */
export function send(url: string, method: string, wanted: Asked): Promise<Response> {
  const { path, as = 'nobody', sealed, address = sealed ? home : nextAddress() } = wanted
  const headers = {
    ...(as !== 'nobody' && { authorization: `Bearer ${tokens[as]}` }),
    ...(wanted.apiToken && { 'x-api-token': `Bearer ${apiTokens[wanted.apiToken]}` }),
    ...(wanted.site && { 'sec-fetch-site': wanted.site }),
    ...sealed?.headers,
    ...(wanted.authorization !== undefined && { authorization: wanted.authorization }),
    ...(wanted.form && { 'content-type': wanted.form.type }),
    ...wanted.headers,
    'X-Forwarded-For': address,
  }
  return fetch(`${url}${path}`, { method, headers, ...bodyOf(wanted) })
}

/** Another one each time: failures from one address are counted once they are many. */
function nextAddress(): string {
  asked += 1
  return `10.0.${asked >> 8}.${asked & 255}`
}

export const home = '203.0.113.9'
export const away = '198.51.100.7'

/** An export that nobody serves, so that nobody waits for it. */
const pausedTarget = () => {
  const target_uid = newUid()
  return {
    target_uid,
    name: 'logs',
    kind: 'file',
    settings: '{"file":"out.ndjson"}',
    sealed: sealer(testKey).seal(target_uid, {}),
    filter: '',
    status: 'paused' as const,
    reason: null,
    trouble: null,
    trouble_since: null,
    coalesce_ms: 0,
    revision: 1,
    created_at: 0,
  }
}

const apiTokenOf = (name: string, token: string, created_by: string) => ({
  token_uid: newUid(),
  name,
  token_hash: tokenHash(token),
  scopes: 'events.read',
  networks: '',
  created_by,
  created_at: 0,
  expires_at: null,
})

async function settle(tx: Transaction, owner: string) {
  const account = await tx.accounts.findByEmail(owner)
  const owner_uid = account?.account_uid ?? ''
  await addSession(tx, owner_uid, 'owner')
  await addSession(tx, owner_uid, 'leaving')
  await addSession(tx, await addPerson(tx, 'auditor@example.com', 'auditor'), 'auditor')
  const member = await addPerson(tx, 'member@example.com', 'member')
  await addSession(tx, member, 'member')
  await addSession(tx, await addPerson(tx, 'operator@example.com', 'operator'), 'operator')
  await addSession(tx, await addPerson(tx, 'changing@example.com', 'member'), 'changing')
  for (const [name, account_uid] of Object.entries(colleagues))
    await addAccount(tx, { account_uid, email: `${name}@example.com`, role: 'member' })
  await tx.accounts.lock(colleagues.lockedOut, 1)
  await addCareful(tx)
  await addTeam(tx, teams.kept, owner_uid)
  await addApprovals(tx, member)
  await tx.targets.insert(pausedTarget())
  await addWatchedAlert(tx)
  await addKeptReport(tx, owner_uid)
  await tx.apiTokens.insert(apiTokenOf('reading', apiTokens.events, owner_uid))
  await tx.apiTokens.insert(apiTokenOf('powerless', apiTokens.nothing, member))
  await tx.apiTokens.insert(apiTokenOf('old', newApiToken(), owner_uid))
  await tx.settings.set(setupCodeSetting, tokenHash(setupCode))
  await tx.invitations.insert({
    code_hash: tokenHash(invitation),
    email: 'invited@example.com',
    role: 'member',
    invited_by: owner,
    expires_at: Date.now() + day,
  })
}

/** People of every role with sessions, a vault with an application, and devices, in a store. `url` serves it. */
export async function routeWorld(store: Store, url: string) {
  const vault = await filledVault()
  const bound = await vault.device({ name: 'bound' })
  const locked = await vault.device({ name: 'locked' })
  const removable = await vault.device({ name: 'removable' })
  await store.transaction(async (tx) => {
    await vault.fill(tx)
    await settle(tx, vault.ownerEmail)
  })
  const server = { url }
  const device = await rawDevice({ server, clientId: bound.clientId, address: home })
  await device.bind()
  const lockedDevice = await rawDevice({ server, clientId: locked.clientId, address: home })
  await lockedDevice.bind()
  const stranger = await rawDevice({ server, clientId: strangeClientId(), address: home })
  return {
    vault,
    device,
    lockedDevice,
    stranger,
    url,
    removable: removable.device_uid,
    nothing: newUid(),
  }
}

export type World = Awaited<ReturnType<typeof routeWorld>>
