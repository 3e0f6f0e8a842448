import fc from 'fast-check'
import type { SealedRequest } from '../../../src/client/crypto/device-envelope.ts'

/** Requests of devices that are almost right: each is one that an SDK would send, with something of it changed. */

type Vault = {
  readonly single: string
  readonly folder: string
  readonly folderBelow: string
  readonly notShared: string
}

const blob = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => Buffer.from(bytes).toString('base64'))
const newUid = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'))

/** What each call carries when nothing is wrong with it. */
function payloads({ single, folder, folderBelow, notShared }: Vault) {
  const record = fc.constantFrom(single, notShared)
  const place = fc.constantFrom(folder, folderBelow)
  const revision = fc.integer({ min: 0, max: 3 })
  const kind = fc.constantFrom('general', 'rotation', null)
  return {
    get_secret: fc.record({ requestedRecords: fc.array(record, { maxLength: 3 }) }),
    get_folders: fc.constant({}),
    create_secret: fc.record({
      recordUid: newUid,
      recordKey: blob(125),
      folderUid: place,
      folderKey: blob(60),
      data: blob(100),
    }),
    update_secret: fc.record({
      recordUid: record,
      data: blob(100),
      revision,
      transactionType: kind,
    }),
    finalize_secret_update: fc.record({ recordUid: record }),
    rollback_secret_update: fc.record({ recordUid: record }),
    delete_secret: fc.record({ recordUids: fc.array(newUid, { minLength: 1, maxLength: 3 }) }),
    create_folder: fc.record({
      folderUid: newUid,
      sharedFolderUid: place,
      sharedFolderKey: blob(64),
      data: blob(48),
    }),
    update_folder: fc.record({ folderUid: place, data: blob(48) }),
    delete_folder: fc.record({ folderUids: fc.array(newUid, { minLength: 1, maxLength: 3 }) }),
    add_file: fc.record({
      fileRecordUid: newUid,
      fileRecordKey: blob(125),
      fileRecordData: blob(80),
      ownerRecordUid: record,
      ownerRecordData: blob(100),
      linkKey: blob(60),
      fileSize: fc.integer({ min: 0, max: 1_000 }),
    }),
    get_files: fc.record({ fileUids: fc.array(newUid, { minLength: 1, maxLength: 3 }) }),
    no_such_call: fc.constant({}),
  }
}

/** Values that a member should not have. */
const strange = fc.oneof(
  fc.constantFrom(null, '', ' ', 0, -1, 1e308, true, [], {}, '__proto__', '\u0000', '\ud800', '*'),
  fc.constant('x'.repeat(5_000)),
  fc.constant(Array(1_001).fill('x')),
  fc.string({ unit: 'binary' }),
  fc.base64String(),
  fc.jsonValue(),
)

const members = [
  'clientVersion',
  'clientId',
  'publicKey',
  'requestLinks',
  '__proto__',
  'constructor',
]

export type Mutation = {
  readonly endpoint: string
  readonly payload: Readonly<Record<string, unknown>>
  /** Members that are set to something strange; by number among those that there are. */
  readonly changes: readonly (readonly [number, unknown])[]
  /** What is done to the sealed request: nothing, mostly. */
  readonly damage: 'none' | 'flip' | 'cut' | 'headers' | 'other signature' | 'empty'
  readonly at: number
}

export const mutations = (vault: Vault): fc.Arbitrary<Mutation> =>
  fc.oneof(
    ...Object.entries(payloads(vault)).map(([endpoint, payload]) =>
      fc.record({
        endpoint: fc.constant(endpoint),
        payload: payload as fc.Arbitrary<Record<string, unknown>>,
        changes: fc.array(fc.tuple(fc.nat(), strange), { maxLength: 2 }),
        damage: fc.constantFrom(
          'none' as const,
          'none' as const,
          'none' as const,
          'none' as const,
          'flip' as const,
          'cut' as const,
          'headers' as const,
          'other signature' as const,
          'empty' as const,
        ),
        at: fc.nat(),
      }),
    ),
  )

/** The payload with its strange members. */
export function changedPayload({ payload, changes }: Mutation): Record<string, unknown> {
  const names = [...Object.keys(payload), ...members]
  const changed = changes.map(([at, value]) => [names[at % names.length] ?? '', value] as const)
  return { ...payload, ...Object.fromEntries(changed) }
}

/** The sealed request, damaged. */
export function damaged(sealed: SealedRequest, { damage, at }: Mutation): SealedRequest {
  const { headers, body } = sealed
  if (damage === 'flip') {
    const flipped = Uint8Array.from(body)
    flipped[at % flipped.length] = (flipped[at % flipped.length] ?? 0) ^ (1 << (at % 8))
    return { ...sealed, body: flipped }
  }
  if (damage === 'cut') return { ...sealed, body: body.slice(0, at % body.length) }
  if (damage === 'empty') return { ...sealed, body: new Uint8Array() }
  if (damage === 'headers') {
    const name = at % 2 === 0 ? 'TransmissionKey' : 'Authorization'
    const text = headers[name] ?? ''
    return { ...sealed, headers: { ...headers, [name]: text.slice(0, at % (text.length + 1)) } }
  }
  if (damage === 'other signature') {
    const Authorization = `Signature ${Buffer.alloc(70, at % 256).toString('base64')}`
    return { ...sealed, headers: { ...headers, Authorization } }
  }
  return sealed
}
