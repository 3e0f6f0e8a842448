import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../kernel/errors.ts'
import { bytesOf } from './http-request.ts'
import { httpStreams } from './http-streams.ts'
import { type Bucket as BucketSettings, type ObjectRequest, signedRequest } from './object-store.ts'
import { anywhere } from './reach.ts'

/** Everything that we ask of a bucket may be asked again: so a connection that broke is worth another try. */
const tries = 3
const firstPauseMs = 100
/** Whoever waited so long for a server that says nothing is told, and does not wait for it again. */
const patienceMs = 10_000
/** A list of a thousand names is a third of it. */
const mostText = 2 * 1024 * 1024

export type BucketAnswer = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A bucket that is open. What keeps it from answering is `busy`, whoever is to blame: whoever asked cannot mend it. */
export type Bucket = {
  /** What its objects begin with. */
  readonly prefix: string
  /** An answer below 300, or one that is among `expected`. */
  ask(request: ObjectRequest, expected?: readonly number[]): Promise<BucketAnswer>
  /** An object, to be read to its end or destroyed; undefined when there is none. */
  read(name: string): Promise<IncomingMessage | undefined>
  close(): void
}

const textOf = async (answer: IncomingMessage) => (await bytesOf(answer, mostText)).toString()

const inside = (xml: string, name: string) =>
  new RegExp(`<${name}>([^<]{0,500})</${name}>`).exec(xml)?.[1]

/** docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html: what will pass by itself. */
const isPassing = (status: number, text: string) =>
  status >= 500 || status === 429 || /<Code>(RequestTimeout|SlowDown)<\/Code>/.test(text)

const unreachable = (cause: unknown) =>
  new Failure(
    'busy',
    'The storage of files does not answer. Nothing was done; try again later, or ask the operator of this server.',
    { cause },
  )

const refusing = (status: number, text: string) => {
  const said = [inside(text, 'Code'), inside(text, 'Message')].filter(Boolean).join(': ')
  return new Failure(
    'busy',
    'The storage of files refuses this server. Nothing was done; ask its operator, whose log says why.',
    { cause: new Error(`the bucket answered ${status}${said && ` (${said})`}`) },
  )
}

type Attempt<Result> = () => Promise<Result | undefined>

/** A refusal is final; whatever else went wrong may be better the next time. */
const caught = (error: unknown) => {
  if (error instanceof Failure) throw error
  return { cause: error }
}

/** Asks until an answer is worth more than another try. */
async function persist<Result extends object>(attempt: Attempt<Result>): Promise<Result> {
  let cause: unknown = new Error('the bucket wants to be asked later')
  const end = performance.now() + patienceMs
  for (let tried = 0; tried < tries && performance.now() < end; tried++) {
    if (tried > 0) await sleep(firstPauseMs * 4 ** (tried - 1))
    const tryOut = await attempt().then((result) => ({ result }), caught)
    if ('cause' in tryOut) cause = tryOut.cause
    else if (tryOut.result) return tryOut.result
  }
  throw unreachable(cause)
}

/** Opens one; nothing is asked of it yet. */
export function openBucket(settings: BucketSettings): Bucket {
  const streams = httpStreams(anywhere)

  const open = async (request: ObjectRequest) =>
    streams.open(await signedRequest(settings, request))

  async function attempt(request: ObjectRequest, expected: readonly number[]) {
    const answer = await open(request)
    const { statusCode: status = 0, headers } = answer
    const text = await textOf(answer)
    if (status < 300 || expected.includes(status)) return { status, headers, text }
    if (isPassing(status, text)) return undefined
    throw refusing(status, text)
  }

  async function attemptRead(name: string) {
    const answer = await open({ method: 'GET', name })
    const { statusCode: status = 0 } = answer
    if (status === 200) return { answer }
    const text = await textOf(answer)
    if (status === 404 && inside(text, 'Code') === 'NoSuchKey') return { answer: undefined }
    if (isPassing(status, text)) return undefined
    throw refusing(status, text)
  }

  return {
    prefix: settings.prefix,
    ask: (request, expected = []) => persist(() => attempt(request, expected)),
    read: async (name) => (await persist(() => attemptRead(name))).answer,
    close: streams.close,
  }
}
