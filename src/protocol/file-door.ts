import { createHash } from 'node:crypto'
import { type Context, perform, type Surroundings } from '../access/action.ts'
import { checkStanding } from '../access/admit-device.ts'
import { deviceCaller, type KnownDevice, turnedAway } from '../access/device.ts'
import { DeviceRefusal } from '../access/device-refusal.ts'
import { checkSpace } from '../access/disk.ts'
import type { Store } from '../store/store.ts'
import { handOutFile } from '../vault/actions/hand-out-file.ts'
import { storeUpload } from '../vault/actions/store-upload.ts'
import { ownUpload } from '../vault/attach-file.ts'
import { type CheckedContent, openContent } from '../vault/file-content.ts'
import type { House } from './device-door.ts'
import type { FileTicket, FileUse } from './file-ticket.ts'

/**
 * Files come and go by plain HTTP without a signature: who holds a ticket is the device that it was made for. From there on
 * everything holds that holds for its calls: replay, removal, expiry, address (`admit`).
 */

type Bearer = { readonly ticket: FileTicket; readonly context: Context<KnownDevice> }

const endpointOf = (use: FileUse) => `file_${use}`

async function ownerOf({ read }: Pick<Store, 'read'>, device_uid: string) {
  return read(async ({ devices, applications, accounts }) => {
    const device = await devices.find(device_uid)
    const application = device && (await applications.find(device.app_uid))
    const owner = application && (await accounts.find(application.owner_uid))
    return { device, application, owner }
  })
}

/** How far somebody came, for the event if they come no further. */
type Progress = Partial<Awaited<ReturnType<typeof ownerOf>>> & {
  readonly use: readonly FileUse[]
  surroundings: Surroundings
  file_uid?: string
}

async function identify(house: House, text: string, progress: Progress): Promise<Bearer> {
  const { store, clock, refusals, disk, files } = house
  const ticket = files.tickets.open(text)
  if (!ticket || !progress.use.includes(ticket.use)) throw new DeviceRefusal('bad_link')
  const { file_uid: asksFor } = ticket
  const { device, application, owner } = await ownerOf(store, ticket.device_uid)
  Object.assign(progress, { device, owner, file_uid: asksFor })
  if (!device?.public_key || !application || !owner) throw new DeviceRefusal('revoked')
  if (ticket.expires_at <= clock().getTime()) throw new DeviceRefusal('link_expired')
  const { client_version } = device
  progress.surroundings = {
    ...progress.surroundings,
    ...(client_version !== null && { client_version }),
  }
  const request = {
    endpoint: endpointOf(ticket.use),
    asksFor,
    signedWith: device.public_key,
    presentsKey: true,
    replayHash: createHash('sha256').update(text).digest(),
  }
  const known = { device, application, owner, request }
  const { surroundings } = progress
  const caller = deviceCaller(known, surroundings.remote_address)
  return { ticket, context: { store, clock, refusals, disk, caller, surroundings } }
}

/** Runs what comes before the action; who is turned away there leaves an event too. */
async function onTheRecord<Result>(
  { refusals, clock }: House,
  progress: Progress,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    const { surroundings, device, owner, file_uid: asksFor, use } = progress
    const { remote_address } = surroundings
    const attempt = { endpoint: endpointOf(use[0] ?? 'download'), remote_address, asksFor, device }
    const around = { ...surroundings, ...(owner && { username: owner.email }), at: clock() }
    const happening = turnedAway(attempt, error)
    await refusals.leave({ happening, around, standing: 'stranger' })
    throw error
  }
}

/** A form with a ticket and a file, as HTTP delivers it. */
export type Arriving = {
  readonly surroundings: Surroundings
  /** Gives the token and the bytes to `take` as they come; throws `invalid` when they cannot be read. */
  read<Result>(
    take: (token: string, file: AsyncIterable<Uint8Array>) => Promise<Result>,
  ): Promise<Result>
}

/** Looks whether the bytes are wanted at all, before any of them is taken, and takes them. */
async function receive(
  { files }: House,
  { ticket, context }: Bearer,
  file: AsyncIterable<Uint8Array>,
) {
  const { store, clock, disk, caller, surroundings } = context
  const { device, request } = caller.who
  const at = clock()
  checkSpace(disk, { permission: 'device' })
  checkStanding(device, { at, address: surroundings.remote_address ?? '' })
  const uploader = device.device_uid
  const { size } = await store.read(async (state) => {
    if (await state.replays.has(uploader, request.replayHash)) throw new DeviceRefusal('replayed')
    return ownUpload(state, ticket.file_uid, { uploader, at })
  })
  return { ticket, context, draft: await files.blobs.receive(file, size) }
}

/**
 * Takes a file. It resolves when the bytes, the record that names them and the event are on disk; in every other case
 * nothing of it stays.
 */
export async function takeUpload(house: House, { surroundings, read }: Arriving): Promise<void> {
  const progress: Progress = { use: ['upload'], surroundings }
  const { context, ticket, draft } = await onTheRecord(house, progress, () =>
    read(async (token, file) => receive(house, await identify(house, token, progress), file)),
  )
  const blob = await draft.keep()
  const { file_uid } = ticket
  const { size, sha256 } = draft
  try {
    await perform(context, storeUpload, { file_uid, blob, size, sha256 })
  } catch (error) {
    // What nobody can know whether it was committed stays; the sweep takes it away if it was not.
    if (error instanceof DeviceRefusal) await house.files.blobs.remove(blob)
    throw error
  }
}

/** Gives out a file or its thumbnail; that it left is on disk before the first byte of it is read. */
export async function giveDownload(
  house: House,
  { text, surroundings }: { readonly text: string; readonly surroundings: Surroundings },
): Promise<CheckedContent> {
  const progress: Progress = { use: ['download', 'thumbnail'], surroundings }
  const { context, ticket } = await onTheRecord(house, progress, () =>
    identify(house, text, progress),
  )
  const part = ticket.use === 'thumbnail' ? 'thumbnail' : 'content'
  const { result } = await perform(context, handOutFile, { file_uid: ticket.file_uid, part })
  return openContent(house.files.blobs, result.content)
}
