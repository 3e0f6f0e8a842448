import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import { type Bytes, utf8 } from './bytes.ts'
import { parseJson } from './padded-json.ts'
import type { RecordData } from './record-data.ts'

const fileData = z.looseObject({
  name: z.string().min(1).max(1000),
  title: z.string().max(1000).optional(),
  type: z.string().max(200).optional(),
  size: z.number(),
  lastModified: z.number().optional(),
})

/** What is known of a file besides its bytes, under the file's own key. SDKs take these members and no others. */
export type FileData = z.infer<typeof fileData>

/** Metadata of a file as the SDKs read it (ksm-device-protocol §4.1): no member more, because Kotlin is strict. */
export const encryptFileData = (fileKey: Bytes, data: FileData): Promise<Bytes> => {
  const { name, title = name, type = 'application/octet-stream', size, lastModified = 0 } = data
  return encryptGcm(fileKey, utf8(JSON.stringify({ name, title, type, size, lastModified })))
}

export async function decryptFileData(fileKey: Bytes, blob: Bytes): Promise<FileData> {
  const parsed = fileData.safeParse(parseJson(await decryptGcm(fileKey, blob)))
  if (!parsed.success) throw invalid('The description of this file cannot be used.')
  return parsed.data
}

const isFileRef = ({ type }: RecordData['fields'][number]) => type === 'fileRef'

/** The record without a file that its `fileRef` field names, wherever that stands. */
export function withoutFileRef(record: RecordData, file_uid: string): RecordData {
  const without = (fields: RecordData['fields']) =>
    fields.map((field) =>
      isFileRef(field)
        ? { ...field, value: field.value.filter((named) => named !== file_uid) }
        : field,
    )
  return { ...record, fields: without(record.fields), custom: without(record.custom) }
}

/** The record with one more file in its `fileRef` field, where every client looks for them. */
export function withFileRef(record: RecordData, file_uid: string): RecordData {
  const before = record.fields.find(({ type }) => type === 'fileRef')
  const others = record.fields.filter((field) => field !== before)
  const value = [...(before?.value ?? []), file_uid]
  return { ...record, fields: [...others, { ...before, type: 'fileRef', value }] }
}
