import type { S3Server } from './s3-server.ts'

/** How a server is told to keep its files in the bucket of a test's S3 server; `endpoint` may lead to it another way. */
export function filesUrl(
  { settings }: S3Server,
  { prefix, endpoint = settings['endpoint'] ?? '' }: { prefix: string; endpoint?: string },
): string {
  const keys = [settings['access_key_id'], settings['secret_access_key']].map((key = '') =>
    encodeURIComponent(key),
  )
  const url = `s3://${keys.join(':')}@${settings['bucket']}/${prefix}`
  return `${url}?${new URLSearchParams({ endpoint })}`
}
