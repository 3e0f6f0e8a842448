import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { invalid } from '../kernel/errors.ts'

/** A form as SDKs send it: what they were told to send along, then the file. */
export type UploadForm = {
  readonly fields: ReadonlyMap<string, string>
  readonly file: AsyncIterable<Uint8Array>
}

const limits = { fields: 20, fieldSize: 4_096, files: 1, parts: 21, headerPairs: 20 }

const notRead = (cause?: unknown) =>
  invalid('The upload must be a form (multipart/form-data) that ends with a part "file".', {
    cause,
  })

function parserFor({ headers }: IncomingMessage) {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      limits,
      // Rust says neither a file name nor a type, Java no name, Go an empty one: the part's own name decides.
      isPartAFile: (name) => name === 'file',
    })
  } catch (cause) {
    throw notRead(cause)
  }
}

/**
 * Reads an upload without keeping it: `take` gets the file as it comes, and what it throws is passed on. Throws `invalid`
 * when the body is no such form or breaks off. What is not wanted any more is thrown away, so that the sender can still
 * read why.
 */
export async function readUpload<Result>(
  request: IncomingMessage,
  take: (form: UploadForm) => Promise<Result>,
): Promise<Result> {
  const parser = parserFor(request)
  const form = formOf(request, parser)
  request.pipe(parser)
  try {
    return await take(await form)
  } finally {
    request.unpipe(parser)
    request.resume()
  }
}

/** The form as soon as its file begins, with what came before. Whatever ends it too early ends the file with that error. */
function formOf(request: IncomingMessage, parser: ReturnType<typeof parserFor>) {
  const fields = new Map<string, string>()
  parser.on('field', (name: string, value: string) => fields.set(name, value))
  let part: Readable | undefined
  return new Promise<UploadForm>((resolve, reject) => {
    const fail = (error: Error) => {
      reject(error)
      part?.destroy(error)
    }
    parser.on('error', (cause: unknown) => fail(notRead(cause)))
    parser.once('finish', () => reject(notRead()))
    request.once('close', () => {
      if (!request.complete) fail(invalid('The upload broke off before its end.'))
    })
    parser.on('file', (_: string, stream: Readable) => {
      part = stream
      // Who reads it is told by the stream itself; when nobody does, there is nobody to tell.
      stream.on('error', () => {})
      resolve({ fields: new Map(fields), file: stream })
    })
  })
}
