import type { IncomingMessage } from 'node:http'
import { invalid } from '../kernel/errors.ts'

const tooLong = (most: number) =>
  invalid(`The request is longer than ${most} bytes. Send less at once.`)

/**
 * The raw bytes of a request, whatever its content type says. Nothing beyond `most` bytes is kept: the rest is thrown
 * away as it comes, so that the sender can still read why. Throws `invalid` then, and when the body breaks off.
 */
export function readBody(request: IncomingMessage, most: number): Promise<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > most) {
    request.resume()
    return Promise.reject(tooLong(most))
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= most) {
        chunks.push(chunk)
        return
      }
      chunks.length = 0
      reject(tooLong(most))
    })
    const brokeOff = (cause?: Error) =>
      reject(invalid('The request broke off before its end.', { cause }))
    request.once('error', brokeOff)
    request.once('close', brokeOff)
    request.once('end', () => {
      request.off('close', brokeOff)
      resolve(Buffer.concat(chunks))
    })
  })
}
