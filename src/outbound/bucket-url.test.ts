import { expect, test } from 'vitest'
import { bucketName, bucketOf } from './bucket-url.ts'

const keys = { awsAccessKeyId: 'AKIA', awsSecretAccessKey: 'hidden' }

test('a bucket of AWS needs a region, from the URL or as its tools name it', () => {
  const named = { bucket: 'files', prefix: 'team/a/', access_key_id: 'AKIA' }
  expect(bucketOf('s3://files/team/a?region=eu-central-1', keys)).toMatchObject({
    ...named,
    region: 'eu-central-1',
    endpoint: undefined,
  })
  expect(bucketOf('s3://files/team/a/', { ...keys, awsRegion: 'us-west-2' }).region).toBe(
    'us-west-2',
  )
  expect(() => bucketOf('s3://files', keys)).toThrow('region')
})

test('another server is named by its endpoint, and needs no region', () => {
  const bucket = bucketOf('s3://files?endpoint=https://minio.example.com/', keys)
  expect(bucket).toMatchObject({ endpoint: 'https://minio.example.com', prefix: '' })
  expect(bucket.region).toBe('us-east-1')
  expect(bucketOf('s3://files', { ...keys, awsEndpoint: 'http://127.0.0.1:9000' }).endpoint).toBe(
    'http://127.0.0.1:9000',
  )
})

test('keys in the URL win, with every character that they may have', () => {
  const bucket = bucketOf('s3://AKIB:a%2Fb+c%40@files?region=eu-central-1', {
    ...keys,
    awsSessionToken: 'of the others',
  })
  expect(bucket).toMatchObject({ access_key_id: 'AKIB', secret_access_key: 'a/b+c@' })
  expect(bucket.session_token).toBeUndefined()
})

test.each([
  ['https://files', 's3://BUCKET'],
  ['s3://', 's3://BUCKET'],
  ['s3://files?region=eu-central-1&acl=public', 'nothing else'],
  ['s3://Files?region=eu-central-1', 'name of a bucket'],
  ['s3://files/a b?region=eu-central-1', 'may hold letters'],
  ['s3://files?region=Frankfurt am Main', 'must be a region'],
  ['s3://files?endpoint=http://minio:9000', 'tls=off'],
  ['s3://files?endpoint=https://me:hidden@minio.example.com', 'without a password'],
  ['s3://AKIA@files?region=eu-central-1', 'secret_access_key'],
])('%s is refused, with what is wrong and without a secret', (url, says) => {
  expect(() => bucketOf(url, keys)).toThrow(says)
  expect(() => bucketOf(url, keys)).not.toThrow('hidden')
})

test('where nobody else is on the way, the operator may leave TLS out', () => {
  expect(bucketOf('s3://files?endpoint=http://minio:9000&tls=off', keys).endpoint).toBe(
    'http://minio:9000',
  )
})

test('without keys anywhere it says which are missing', () => {
  expect(() => bucketOf('s3://files?region=eu-central-1', {})).toThrow('AWS_ACCESS_KEY_ID')
})

test('what is shown has no keys', () => {
  expect(bucketName('s3://AKIA:hidden@files/a?region=eu-central-1')).toBe('s3://files/a')
})
