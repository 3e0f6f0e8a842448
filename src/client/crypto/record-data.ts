import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import type { Bytes } from './bytes.ts'
import { paddedJson, parseJson } from './padded-json.ts'

/** A record's JSON may take a megabyte; files are stored apart. */
const mostBytes = 1_048_576

const absentAs = <Value>(schema: z.ZodType<Value>, value: Value) =>
  z.preprocess((given) => given ?? value, schema)

/** One field: `value` is always a list. Members that this version does not know are kept as they are. */
export const recordFieldSchema = z.looseObject({
  type: z.string().min(1).max(100),
  value: absentAs(z.array(z.json()).max(1000), []),
  label: z.string().max(500).nullish(),
})

/**
 * A record of Keeper's version 3, decrypted: what the SDKs read as `data`. `fields` belong to the record's type,
 * `custom` are the owner's own. Absent lists are read as empty ones.
 */
export const recordDataSchema = z.looseObject({
  title: z.string().min(1, 'A record needs a title.').max(1000),
  type: z.string().min(1).max(100),
  fields: absentAs(z.array(recordFieldSchema).max(500), []),
  custom: absentAs(z.array(recordFieldSchema).max(500), []),
  notes: z.string().max(500_000).nullish(),
})

export type RecordField = z.infer<typeof recordFieldSchema>
export type RecordData = z.infer<typeof recordDataSchema>

function checked(value: unknown): RecordData {
  const result = recordDataSchema.safeParse(value)
  if (result.success) return result.data
  throw invalid(`This record cannot be used: ${z.prettifyError(result.error)}`)
}

/** The record as the server stores it: padded JSON under the record's own key, AES-GCM. */
export async function encryptRecordData(recordKey: Bytes, record: RecordData): Promise<Bytes> {
  const json = paddedJson(checked(record))
  if (json.length > mostBytes)
    throw invalid('A record holds at most 1 MiB. Attach large content as a file.')
  return encryptGcm(recordKey, json)
}

export async function decryptRecordData(recordKey: Bytes, blob: Bytes): Promise<RecordData> {
  return checked(parseJson(await decryptGcm(recordKey, blob)))
}
