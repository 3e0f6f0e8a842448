import { z } from 'zod'
import { toBase64 } from '../client/crypto/base64.ts'
import { openResponse, sealRequest } from '../client/crypto/device-envelope.ts'
import { generateKeyPair } from '../client/crypto/key-pair.ts'
import { encryptRecordData } from '../client/crypto/record-data.ts'
import { answerDevice } from '../protocol/device-calls.ts'
import { surroundingsAt } from './colleague.ts'
import type { Past } from './past.ts'
import { type KeptRecord, rotated } from './vault-of.ts'

const servedRecord = z.object({ recordUid: z.string(), revision: z.number() })
const answered = z.object({
  records: z.array(servedRecord).nullish(),
  folders: z.array(z.object({ records: z.array(servedRecord).nullish() })).nullish(),
})

/** A device as it was added. */
export type AddedDevice = {
  readonly clientId: string
  readonly version: string
  readonly address: string
  /** UIDs of the only records that it asks for; all that it may read if absent. */
  readonly requestedRecords?: readonly string[]
}

type Call = {
  readonly endpoint: 'get_secret' | 'update_secret'
  readonly time: number
  readonly payload?: object
  /** Where it comes from this time. */
  readonly address?: string
}

/**
 * A device of the history: it has its own key pair and speaks the device protocol to the server's own door, without a
 * network in between. Every request is sealed and signed, and every answer opened.
 */
export async function historyDevice(past: Past, device: AddedDevice) {
  const { publicKey, privateKey } = await generateKeyPair()
  const { publicKey: serverPublicKey, publicKeyId: serverPublicKeyId } = past.server.serverKey
  const { clientId, version, requestedRecords } = device

  /** Seals a call now and gives what sends it: several can be sealed at once and sent in their order. */
  async function prepare({ endpoint, time, payload, address = device.address }: Call) {
    const { transmissionKey, headers, body } = await sealRequest({
      privateKey,
      serverPublicKey,
      serverPublicKeyId,
      payload: { clientVersion: version, clientId, ...payload },
    })
    return async (submitted?: () => void) => {
      const answer = await answerDevice(past.at(time, submitted), {
        endpoint,
        transmissionKey: headers['TransmissionKey'],
        authorization: headers['Authorization'],
        readBody: async () => body,
        surroundings: surroundingsAt(time, address, version),
      })
      return openResponse(transmissionKey, Uint8Array.from(answer))
    }
  }

  const reading = { endpoint: 'get_secret', payload: { requestedRecords } } as const
  const prepareRead = (time: number, address = device.address) =>
    prepare({ ...reading, time, address })
  const read = async (time: number) => (await prepareRead(time))()

  async function revisionOf(uid: string, time: number): Promise<number> {
    const { records, folders } = answered.parse(await read(time))
    const all = [...(records ?? []), ...(folders ?? []).flatMap((folder) => folder.records ?? [])]
    return all.find(({ recordUid }) => recordUid === uid)?.revision ?? 1
  }

  async function update(time: number, { uid, key, data }: KeptRecord, revision: number) {
    const sealed = toBase64(await encryptRecordData(key, rotated(data)))
    const payload = { recordUid: uid, data: sealed, revision }
    await (await prepare({ endpoint: 'update_secret', time, payload }))()
  }

  return {
    prepareRead,
    /** Spends the token, and shows that the application's key arrived. */
    async bind(time: number): Promise<void> {
      const payload = { requestedRecords, publicKey: toBase64(publicKey) }
      await (await prepare({ ...reading, payload, time }))()
      await read(time + 2_000)
    },
    /** Reads a record and stores it with another password. */
    async rotate(record: KeptRecord, time: number): Promise<void> {
      await update(time + 3_000, record, await revisionOf(record.uid, time))
    },
    /** Stores a record twice, the second time as if it did not know of the first. */
    async rotateTwice(record: KeptRecord, time: number): Promise<void> {
      const revision = await revisionOf(record.uid, time)
      await update(time + 3_000, record, revision)
      await update(time + 9_000, record, revision)
    },
    /** The same token once more, with keys and from an address that are somebody else's. */
    async isImitated(time: number, address: string): Promise<void> {
      const other = await historyDevice(past, { ...device, address })
      await other.bind(time)
    },
  }
}

export type HistoryDevice = Awaited<ReturnType<typeof historyDevice>>
