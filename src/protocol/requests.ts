import { z } from 'zod'
import { DeviceRefusal } from '../access/device-refusal.ts'
import { invalid } from '../kernel/errors.ts'
import type { Endpoint } from './endpoint.ts'
import {
  blob,
  data,
  flag,
  newUid,
  optional,
  recordKey,
  revision,
  sealedKey,
  someUids,
  uid,
  uids,
  wrappedKey,
} from './wire-fields.ts'

/** A prefix for the SDK (`ms` JavaScript, `mp` Python, `mj` Java, …) and its three version numbers. */
const clientVersion = z
  .string()
  .max(32)
  .regex(/^m[a-z]\d+\.\d+\.\d+$/)

const sender = z.object({
  clientVersion,
  /** Standard base64 of 64 bytes: the name of the device. */
  clientId: blob(64),
  /** The device's 65-byte point, sent only while it holds no application key. */
  publicKey: optional(blob(65)),
})

/**
 * What each call may carry besides its sender. Unknown members are ignored, because newer SDKs add some; null, absent and empty are
 * alike; every text is bounded; blobs come out as standard base64 (see `wire-fields.ts`).
 */
export const requestSchemas = {
  get_secret: z.object({
    requestedRecords: uids,
    requestedFolders: uids,
    requestLinks: flag,
  }),
  get_folders: z.object({}),
  create_secret: z.object({
    recordUid: newUid,
    /** 125 bytes, except from Ruby 17.2, which sends the key itself in 32: the action refuses it. */
    recordKey,
    folderUid: uid,
    folderKey: wrappedKey,
    data,
    subFolderUid: optional(uid),
  }),
  update_secret: z.object({
    recordUid: uid,
    data,
    /** The revision that the device read. */
    revision,
    transactionType: optional(z.enum(['general', 'rotation'])),
    links2Remove: uids,
  }),
  finalize_secret_update: z.object({ recordUid: uid }),
  rollback_secret_update: z.object({ recordUid: uid }),
  delete_secret: z.object({ recordUids: someUids }),
  create_folder: z.object({
    folderUid: newUid,
    sharedFolderUid: uid,
    /** AES-CBC, unlike every other wrapped key. */
    sharedFolderKey: blob(64),
    data: blob(32, 4096),
    parentUid: optional(uid),
  }),
  update_folder: z.object({ folderUid: uid, data: blob(32, 4096) }),
  delete_folder: z.object({ folderUids: someUids, forceDeletion: flag }),
  add_file: z.object({
    fileRecordUid: newUid,
    fileRecordKey: sealedKey,
    fileRecordData: data,
    ownerRecordUid: uid,
    ownerRecordData: data,
    ownerRecordRevision: optional(revision),
    linkKey: wrappedKey,
    fileSize: z.int().min(28),
  }),
  /** Ruby alone asks for files by themselves. */
  get_files: z.object({ fileUids: someUids }),
} as const satisfies Record<Endpoint, z.ZodType>

export type Sender = z.output<typeof sender>
export type RequestOf<Name extends Endpoint> = z.output<(typeof requestSchemas)[Name]>

function malformed({ issues: [issue] }: z.ZodError) {
  const place = issue?.path.join('.') || 'payload'
  return invalid(`The request cannot be used: ${place}: ${issue?.message ?? 'it is malformed'}`)
}

/**
 * Who says to have sent a payload, and with what key. It is read before the signature is checked, and nothing else is.
 * A version of another form is refused as `unsupported_version`, everything else as `invalid`.
 */
export function parseSender(payload: object): Sender {
  const result = sender.safeParse(payload)
  if (result.success) return result.data
  if (result.error.issues.some(({ path }) => path[0] === 'clientVersion'))
    throw new DeviceRefusal('unsupported_version')
  throw malformed(result.error)
}

/** The request that a verified payload holds; `invalid` names the members that do not fit. */
export function parseRequest<Name extends Endpoint>(name: Name, payload: object): RequestOf<Name> {
  const result = requestSchemas[name].safeParse(payload)
  if (result.success) return result.data as RequestOf<Name>
  throw malformed(result.error)
}
