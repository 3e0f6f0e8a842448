import type { Context, Ground, Surroundings } from '../access/action.ts'
import { deviceCaller, type KnownDevice, turnedAway } from '../access/device.ts'
import { DeviceRefusal, throttled } from '../access/device-refusal.ts'
import type { SharedRate } from '../access/shared-throttle.ts'
import type { Throttle } from '../access/throttle.ts'
import type { Device } from '../store/state/devices.ts'
import type { Store } from '../store/store.ts'
import { neededVersion, type OldestVersions } from './client-version.ts'
import { deviceKey } from './device-keys.ts'
import { type Envelope, type OpenEnvelope, openEnvelope, verifySignature } from './envelope.ts'
import type { FileHouse } from './file-house.ts'
import { type Identity, recentDevices } from './recent-devices.ts'
import { parseSender, type Sender } from './requests.ts'
import type { ServerKey } from './server-key.ts'

/** What the door needs of the server. */
export type House = Ground & {
  readonly serverKey: Pick<ServerKey, 'agree'>
  readonly files: FileHouse
  readonly limits: DeviceLimits
}

/** What a device must keep to, whoever it is. */
export type DeviceLimits = {
  /** Counts the requests of each device to each endpoint. */
  readonly throttle: Pick<Throttle, 'wait' | 'count'>
  /** The same limit for all servers together, where there may be several. */
  readonly shared?: SharedRate
  readonly oldestVersions: OldestVersions
}

/** A call as HTTP delivered it. Nothing of it is believed yet. */
export type Knock = Omit<Envelope, 'body'> & {
  readonly endpoint: string
  /** Throws `invalid` when it is longer than a request may be, or breaks off. */
  readBody(): Promise<Uint8Array>
  readonly surroundings: Surroundings
}

/** How the payload of a call is read once its sender is known, and which UIDs it asks for. */
export type Reading<Request> = {
  parse(payload: object): Request
  asksFor(request: Request): string | undefined
}

/** A device whose signature holds, and what it wants. `context` is for `perform`, which settles whether it may. */
export type Arrived<Request> = {
  readonly context: Context<KnownDevice>
  readonly request: Request
  /** The answer goes out under this key. */
  readonly transmissionKey: Uint8Array
}

/** How far a request came, for the event if it comes no further. */
type Progress = {
  surroundings: Surroundings
  identity?: Identity
}

async function lookUp({ read }: Pick<Store, 'read'>, { clientId }: Sender): Promise<Identity> {
  return read(async ({ devices, applications, accounts }) => {
    const device = await devices.findByClientId(clientId)
    if (!device) throw new DeviceRefusal('unknown_client')
    const application = await applications.find(device.app_uid)
    const owner = application && (await accounts.find(application.owner_uid))
    return { device, application, owner }
  })
}

async function identify(store: Store, sender: Sender): Promise<Identity> {
  const recent = recentDevices(store)
  const known = recent.find(sender.clientId)
  if (known) return known
  const found = await lookUp(store, sender)
  recent.keep(sender.clientId, found)
  return found
}

/** Another key pair that signs well for itself: somebody uses a token that is already spent. */
const isSecondClaim = async (publicKey: string | undefined, open: OpenEnvelope) =>
  publicKey !== undefined && (await verifySignature(deviceKey(publicKey), open))

/** The key that the request was signed with: the device's own, or while it has none the one that it presents. */
async function authenticate(
  device: Device,
  { publicKey }: Sender,
  open: OpenEnvelope,
): Promise<string> {
  const signedWith = device.public_key ?? publicKey
  if (signedWith === undefined)
    throw new DeviceRefusal(device.removed_at === null ? 'not_bound' : 'revoked')
  if (await verifySignature(deviceKey(signedWith), open)) return signedWith
  const isClaim = publicKey !== device.public_key && (await isSecondClaim(publicKey, open))
  throw new DeviceRefusal(isClaim ? 'token_used' : 'bad_signature')
}

function leaveRefusal(
  { refusals, clock }: House,
  { endpoint, progress, error }: { endpoint: string; progress: Progress; error: unknown },
): Promise<void> {
  const { surroundings, identity } = progress
  const { remote_address } = surroundings
  const happening = turnedAway({ endpoint, remote_address, device: identity?.device }, error)
  const username = identity?.owner && { username: identity.owner.email }
  const around = { ...surroundings, ...username, at: clock() }
  return refusals.leave({ happening, around, standing: 'stranger' })
}

function checkVersion({ clientVersion }: Sender, { oldestVersions }: DeviceLimits): void {
  const needed = neededVersion(clientVersion, oldestVersions)
  if (needed !== undefined)
    throw new DeviceRefusal('old_version', {
      message: `This server takes ${needed} and newer of this SDK, and this is ${clientVersion}. Upgrade it.`,
    })
}

function checkRate(share: string, { throttle }: DeviceLimits): void {
  const retryAfter = throttle.wait(share)
  if (retryAfter > 0) throw throttled(retryAfter)
}

async function arrive<Request>(
  { serverKey, files: _, limits, ...ground }: House,
  knock: Knock,
  { reading, progress }: { reading: Reading<Request>; progress: Progress },
): Promise<Arrived<Request>> {
  const { endpoint, surroundings } = knock
  const open = await openEnvelope({ ...knock, body: await knock.readBody() }, serverKey)
  const sender = parseSender(open.payload)
  progress.surroundings = { ...surroundings, client_version: sender.clientVersion }
  checkVersion(sender, limits)
  const identity = await identify(ground.store, sender)
  progress.identity = identity
  const { device, application, owner } = identity

  // Looked at before the signature, which costs most, and counted after it: who cannot sign uses up nobody's share.
  // And looked at again: others of the same device were counted meanwhile.
  const share = `${device.device_uid} ${endpoint}`
  checkRate(share, limits)
  const signedWith = await authenticate(device, sender, open)
  checkRate(share, limits)
  limits.throttle.count(share)
  if (!application || !owner) throw new DeviceRefusal('revoked')
  const request = reading.parse(open.payload)
  const asksFor = reading.asksFor(request)
  const known: KnownDevice = {
    device,
    application,
    owner,
    request: {
      endpoint,
      ...(asksFor !== undefined && { asksFor }),
      signedWith,
      presentsKey: sender.publicKey !== undefined,
      replayHash: open.replayHash,
      ...(limits.shared && { shared: limits.shared }),
    },
  }
  const caller = deviceCaller(known, surroundings.remote_address)
  return {
    context: { ...ground, caller, surroundings: progress.surroundings },
    request,
    transmissionKey: open.transmissionKey,
  }
}

/**
 * From a raw request to a device that has proved who it is: envelope, sender, signature, content. All its crypto runs
 * outside any transaction. Who is turned away here leaves an event with as much as is known, and the error is passed on.
 */
export async function openDoor<Request>(
  house: House,
  knock: Knock,
  reading: Reading<Request>,
): Promise<Arrived<Request>> {
  const progress: Progress = { surroundings: knock.surroundings }
  try {
    return await arrive(house, knock, { reading, progress })
  } catch (error) {
    await leaveRefusal(house, { endpoint: knock.endpoint, progress, error })
    throw error
  }
}
