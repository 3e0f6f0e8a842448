import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { decryptGcm, encryptGcm } from './aes-gcm.ts'
import type { Bytes } from './bytes.ts'
import { newKey, wrapKey } from './key-wrap.ts'
import { paddedJson, parseJson } from './padded-json.ts'

const applicationSchema = z.looseObject({ title: z.string().min(1).max(1000) })

/** A new application: a record of version 5 whose record key is the application key. */
export type NewApplication = {
  /** Stays on this side; devices get it under their client key, never in the clear. */
  readonly appKey: Bytes
  /** The application key under the owner's data key, 60 bytes. */
  readonly encryptedAppKey: Bytes
  /** `{"title": …, "type": "app"}`, padded, AES-GCM under the application key: devices receive it as `appData`. */
  readonly appData: Bytes
}

/** `appData` of an application of that title. */
export async function encryptApplicationTitle(appKey: Bytes, title: string): Promise<Bytes> {
  if (!applicationSchema.safeParse({ title }).success)
    throw invalid('An application needs a title of at most 1000 characters.')
  return encryptGcm(appKey, paddedJson({ title, type: 'app' }))
}

export async function createApplication(dataKey: Bytes, title: string): Promise<NewApplication> {
  const appKey = newKey()
  return {
    appKey,
    appData: await encryptApplicationTitle(appKey, title),
    encryptedAppKey: await wrapKey(dataKey, appKey),
  }
}

export async function decryptApplicationTitle(appKey: Bytes, appData: Bytes): Promise<string> {
  const application = applicationSchema.safeParse(parseJson(await decryptGcm(appKey, appData)))
  if (!application.success) throw invalid('The application has no title.')
  return application.data.title
}

/** `encryptedSecretKey` of a share: the key of the record or top folder under the application key, 60 bytes. */
export const wrapSecretKey = wrapKey
