import { join } from 'node:path'
import type { Config } from './config.ts'
import { openBucket } from './outbound/bucket.ts'
import { bucketName, bucketOf } from './outbound/bucket-url.ts'
import type { FileHouse } from './protocol/file-house.ts'
import { fileTickets } from './protocol/file-ticket.ts'
import type { ServerKey } from './protocol/server-key.ts'
import type { Blobs } from './store/blobs.ts'
import { bucketBlobs } from './store/bucket-blobs.ts'
import { folderBlobs } from './store/folder-blobs.ts'

/** Where the ciphertext of files lies in a data folder. */
export const filesFolder = 'files'

type AwsConfig = Pick<
  Config,
  'awsAccessKeyId' | 'awsSecretAccessKey' | 'awsSessionToken' | 'awsRegion' | 'awsEndpoint'
>

/** Where files lie. */
export type FilePlace = Pick<Config, 'data' | 'filesUrl'> & AwsConfig

export type FileConfig = Pick<Config, 'fileLimit' | 'fileQuota'> & FilePlace
type Server = { readonly serverKey: ServerKey; hostname(): string }

/** The bucket for files, where the operator names one. */
export const fileBucketOf = ({ filesUrl, ...aws }: FilePlace) =>
  filesUrl === undefined ? undefined : openBucket(bucketOf(filesUrl, aws))

/** Files lie in the data folder unless the operator names a bucket, whatever keeps the rest. */
export function blobsOf(place: FilePlace): Blobs {
  const bucket = fileBucketOf(place)
  return bucket ? bucketBlobs(bucket) : folderBlobs(join(place.data, filesFolder))
}

/** How people are told where files lie: never with a key. */
export const filesPlaceName = ({ data, filesUrl }: FilePlace): string =>
  filesUrl === undefined ? join(data, filesFolder) : bucketName(filesUrl)

export const fileHouse = (config: FileConfig, { serverKey, hostname }: Server): FileHouse => ({
  blobs: blobsOf(config),
  limits: { largest: config.fileLimit, quota: config.fileQuota },
  tickets: fileTickets(serverKey),
  hostname,
})
