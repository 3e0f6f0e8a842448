import { randomBytes } from 'node:crypto'
import { newUid } from '../../src/client/crypto/uid.ts'
import type { RawDevice } from './raw-device.ts'

const blob = (length: number) => randomBytes(length).toString('base64')

/** What `add_file` is asked, without what the record holds meaning anything. */
export const announcement = (record_uid: string, fileSize: number) => ({
  fileRecordUid: newUid(),
  fileRecordKey: blob(125),
  fileRecordData: blob(100),
  ownerRecordUid: record_uid,
  ownerRecordData: blob(412),
  linkKey: blob(60),
  fileSize,
})

/** Announces a file; gives where to send it and with what, as an SDK reads it. */
export async function announced(device: RawDevice, asked: ReturnType<typeof announcement>) {
  const { json, status } = await device.call('add_file', asked)
  if (status !== 200) throw new Error(`add_file answered ${status}: ${JSON.stringify(json)}`)
  const { token = '' } = JSON.parse(String(json['parameters'])) as { token?: string }
  return { token, url: String(json['url']), successStatusCode: json['successStatusCode'] }
}
