import { randomBytes } from 'node:crypto'
import { toBase64 } from '../../src/client/crypto/base64.ts'
import type { SealedRequest } from '../../src/client/crypto/device-envelope.ts'
import type { filledVault, WantedDevice } from './filled-vault.ts'
import type { RawAnswer, RawDevice } from './raw-device.ts'

/** Every way in which a device is turned away, as data: what it does, what it is told, what event it leaves. */

export const home = '203.0.113.9'
export const away = '2001:db8::7'
export const hour = 3_600_000

/** A name that would show a second rendering or a missing quote anywhere. */
export const name = '$' + `{device_name} "said" '; drop table devices; -- <b>`

export type Cast = {
  readonly device: RawDevice
  /** Somebody with the same token and another key pair. */
  readonly thief: RawDevice
  readonly stranger: RawDevice
  /** The device itself, elsewhere. */
  readonly vault: Awaited<ReturnType<typeof filledVault>>
  wait(ms: number): void
}

export type DeniedCall = {
  readonly title: string
  readonly wanted?: Partial<WantedDevice>
  readonly readOnly?: true
  act(cast: Cast): Promise<RawAnswer>
  readonly answer: { readonly status: number; readonly error: string; readonly message: string }
  /** What the event holds besides who, whose and where; `secret` names what it asked for in this vault. */
  readonly event: Readonly<Record<string, string>>
  readonly secret?: 'single' | 'notShared' | 'folder'
  /** How much was understood of the sender; default everything. */
  readonly knows?: 'nothing' | 'version'
}

export const denied = (message: string) => ({ status: 403, error: 'access_denied', message })
export const badRequest = (message: string) => ({ status: 400, error: 'bad_request', message })

const change = (request: SealedRequest, headers: Record<string, string>): SealedRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
})

const update = (recordUid: string) => ({
  recordUid,
  data: toBase64(new Uint8Array(412)),
  revision: 1,
})

const turnedAway: readonly DeniedCall[] = [
  {
    title: 'a client that nobody added',
    act: ({ stranger }) => stranger.call('get_secret', { publicKey: stranger.publicKey }),
    answer: denied('Unable to validate application access'),
    event: { reason: 'unknown_client', message: `Access denied to an unknown client from ${home}` },
    knows: 'version',
  },
  {
    title: 'a device that was removed before it connected',
    wanted: { removed_at: 1 },
    act: ({ device }) => device.call('get_secret', { publicKey: device.publicKey }),
    answer: denied('Unable to validate application access'),
    event: {
      reason: 'revoked',
      secret_uid: '*',
      message: `Access denied to removed KSM device ${name} from ${home}`,
    },
  },
  {
    title: "a signature that is not the device's",
    async act({ device, thief }) {
      await device.bind()
      return thief.call('get_secret')
    },
    answer: denied('Signature is invalid'),
    event: {
      reason: 'bad_signature',
      message: `Access denied to KSM device ${name}: the signature is not its own`,
    },
  },
  {
    title: 'a signature of another request',
    async act({ device }) {
      await device.bind()
      const { headers } = await device.seal({})
      const Authorization = headers['Authorization'] ?? ''
      return device.send('get_secret', change(await device.seal({}), { Authorization }))
    },
    answer: denied('Signature is invalid'),
    event: {
      reason: 'bad_signature',
      message: `Access denied to KSM device ${name}: the signature is not its own`,
    },
  },
  {
    title: 'a token that was used before',
    async act({ device, thief }) {
      await device.call('get_secret', { publicKey: device.publicKey })
      return thief.call('get_secret', { publicKey: thief.publicKey })
    },
    answer: denied('Signature is invalid'),
    event: {
      reason: 'token_used',
      message: `Access denied: the one-time token of KSM device ${name} was used before`,
    },
  },
  {
    title: 'a token that was not used in time',
    act({ device, wait }) {
      wait(2 * hour)
      return device.call('get_secret', { publicKey: device.publicKey })
    },
    answer: denied('The one-time token has expired. Ask its owner for a new one.'),
    event: {
      reason: 'token_expired',
      secret_uid: '*',
      message: `Access denied: the one-time token of KSM device ${name} has expired`,
    },
  },
  {
    title: 'a first call that is not get_secret',
    act: ({ device }) => device.call('get_folders', { publicKey: device.publicKey }),
    answer: denied(
      'This client has not connected yet. Its first call must be get_secret with its public key.',
    ),
    event: {
      reason: 'not_bound',
      endpoint: 'get_folders',
      secret_uid: '*',
      message: `Access denied to KSM device ${name}: it has not connected with its token yet`,
    },
  },
  {
    title: 'a first call without a public key',
    act: ({ device }) => device.call('get_secret'),
    answer: denied(
      'This client has not connected yet. Its first call must be get_secret with its public key.',
    ),
    event: {
      reason: 'not_bound',
      message: `Access denied to KSM device ${name}: it has not connected with its token yet`,
    },
  },
  {
    title: 'another address than the first',
    async act({ device, vault }) {
      await device.bind()
      const request = await device.seal({ requestedRecords: [vault.single] })
      return device.send('get_secret', change(request, { 'X-Forwarded-For': away }))
    },
    answer: denied('This client is locked to a different ip address'),
    event: { reason: 'ip_locked', remote_address: away, device_ip: away },
    secret: 'single',
  },
  {
    title: 'a request that was made before',
    async act({ device }) {
      await device.bind()
      const request = await device.seal({})
      await device.send('get_secret', request)
      return device.send('get_secret', request)
    },
    answer: denied('This request was received before. Send a new one.'),
    event: {
      reason: 'replayed',
      secret_uid: '*',
      message: `Access denied to KSM device ${name}: the same request was made before`,
    },
  },
  {
    title: 'a request that was refused before',
    async act({ device, vault }) {
      await device.bind()
      const request = await device.seal({ requestedRecords: [vault.single] })
      await device.send('get_secret', change(request, { 'X-Forwarded-For': away }))
      return device.send('get_secret', request)
    },
    answer: denied('This request was received before. Send a new one.'),
    event: {
      reason: 'replayed',
      message: `Access denied to KSM device ${name}: the same request was made before`,
    },
    secret: 'single',
  },
]

const updates: readonly DeniedCall[] = [
  {
    title: 'an update of what is shared for reading',
    readOnly: true,
    async act({ device, vault }) {
      await device.bind()
      return device.call('update_secret', update(vault.single))
    },
    answer: denied('This client may read but not change this. Ask for an editable share.'),
    event: {
      reason: 'not_permitted',
      endpoint: 'update_secret',
      message: `KSM device ${name} may not change record UID SECRET`,
    },
    secret: 'single',
  },
  {
    title: 'an update of a record that is not shared',
    async act({ device, vault }) {
      await device.bind()
      return device.call('update_secret', update(vault.notShared))
    },
    answer: {
      status: 404,
      error: 'record_uid_not_found',
      message: 'There is no such record in the shares of this application.',
    },
    event: {
      reason: 'record_not_found',
      endpoint: 'update_secret',
      message: `KSM device ${name} asked for record UID SECRET, which it does not have`,
    },
    secret: 'notShared',
  },
  {
    title: 'an update of an older revision',
    async act({ device, vault }) {
      await device.bind()
      return device.call('update_secret', { ...update(vault.single), revision: 0 })
    },
    answer: {
      status: 409,
      error: 'out_of_sync',
      message: 'The record was changed since it was read. Read it again, then update it.',
    },
    event: {
      reason: 'out_of_sync',
      endpoint: 'update_secret',
      message: `Update of record UID SECRET by KSM device ${name} refused: it was changed since it was read`,
    },
    secret: 'single',
  },
]

export const deniedCalls: readonly DeniedCall[] = [...turnedAway, ...updates]
export const strangeClientId = (): string => randomBytes(64).toString('base64')
