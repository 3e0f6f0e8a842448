import { tmpdir } from 'node:os'
import { AwsClient } from 'aws4fetch'
import { freePort, runProgram } from './process.ts'
import { motoProgram } from './servers.ts'

export type StoredObject = { readonly name: string; readonly bytes: Buffer }

export type S3Server = {
  /** Settings of a target that may write into the bucket. */
  readonly settings: Readonly<Record<string, string>>
  /** What is in the bucket below a prefix, by name. */
  objects(prefix: string): Promise<readonly StoredObject[]>
  stop(): Promise<void>
}

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string }
type Asked = {
  readonly service: 's3' | 'iam'
  readonly path: string
  readonly form?: Record<string, string>
}

const region = 'us-east-1'
const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [everything] })

/** The requests that set the server up; from then on it checks every signature and every permission. */
const unchecked = 4

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }

const inside = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text)

const asking = (url: string, keys: Keys) =>
  async function ask({ service, path, form }: Asked): Promise<Buffer> {
    const client = new AwsClient({ ...keys, service, region, retries: 0 })
    const body = form && new URLSearchParams({ ...form, Version: '2010-05-08' })
    const method = form ? 'POST' : path.endsWith('?make') ? 'PUT' : 'GET'
    const place = `${url}${path.replace('?make', '')}`
    const answer = await client.fetch(place, {
      method,
      ...(body && { body: String(body), headers: formHeaders }),
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${bytes}`)
    return bytes
  }

/** Makes a bucket, and somebody who may use it. */
async function prepare(url: string): Promise<Keys> {
  const ask = asking(url, { accessKeyId: 'anybody', secretAccessKey: 'anything' })
  const user = { UserName: 'keepwatch' }
  const iam = (form: Record<string, string>) =>
    ask({ service: 'iam', path: '/', form: { ...form, ...user } })
  await ask({ service: 's3', path: '/events?make' })
  await iam({ Action: 'CreateUser' })
  await iam({ Action: 'PutUserPolicy', PolicyName: 'all', PolicyDocument: policy })
  const made = String(await iam({ Action: 'CreateAccessKey' }))
  const [accessKeyId = ''] = inside(made, 'AccessKeyId')
  const [secretAccessKey = ''] = inside(made, 'SecretAccessKey')
  return { accessKeyId, secretAccessKey }
}

/** Starts an S3 server of its own, with a bucket called `events`. */
export async function startS3(): Promise<S3Server> {
  const port = await freePort()
  const running = await runProgram({
    program: motoProgram,
    args: ['--host', '127.0.0.1', '--port', String(port)],
    env: { PATH: process.env['PATH'] ?? '', INITIAL_NO_AUTH_ACTION_COUNT: String(unchecked) },
    cwd: tmpdir(),
    port,
  })
  const url = `http://127.0.0.1:${port}`
  const keys = await prepare(url)
  const ask = asking(url, keys)
  return {
    settings: {
      endpoint: url,
      bucket: 'events',
      region,
      access_key_id: keys.accessKeyId,
      secret_access_key: keys.secretAccessKey,
    },
    async objects(prefix) {
      const query = `list-type=2&prefix=${encodeURIComponent(prefix)}`
      const listed = String(await ask({ service: 's3', path: `/events?${query}` }))
      const names = inside(listed, 'Key')
      return Promise.all(
        names.map(async (name) => ({
          name,
          bytes: await ask({ service: 's3', path: `/events/${name}` }),
        })),
      )
    },
    stop: running.stop,
  }
}
