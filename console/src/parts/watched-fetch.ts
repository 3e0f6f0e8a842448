import type { Watching } from './use-work.ts'

/** What browsers tell of a body on its way out they tell of this alone, not of `fetch`. */
const sent = (url: string, init: RequestInit, { signal, told }: Watching): Promise<Response> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(init.method ?? 'PUT', url)
    request.responseType = 'arraybuffer'
    for (const [name, value] of new Headers(init.headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => told({ done: loaded, of: total })
    request.onload = () =>
      resolve(new Response(request.response as ArrayBuffer, { status: request.status }))
    request.onerror = () => reject(new TypeError('the connection failed'))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(init.body as Blob)
  })

/** The answer, whose body tells how much of it has come. */
function counted(response: Response, { told }: Watching): Response {
  const { status, headers } = response
  // The length of what was packed says nothing of what comes out.
  const of = headers.has('content-encoding') ? 0 : Number(headers.get('content-length'))
  let done = 0
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      done += chunk.byteLength
      told(of > 0 ? { done, of } : { done })
      controller.enqueue(chunk)
    },
  })
  return new Response(response.body?.pipeThrough(counting) ?? null, { status, headers })
}

/** Fetches for work that somebody watches: bytes are counted on their way out and in, and all of it ends when it is given up. */
export const watchedFetch =
  (watching: Watching): typeof fetch =>
  async (input, init = {}) => {
    const { signal } = watching
    signal.throwIfAborted()
    if (init.body instanceof Uint8Array) return sent(String(input), init, watching)
    const response = await fetch(input, { ...init, signal })
    const isFile = response.headers.get('content-type') !== 'application/json'
    return response.ok && response.body && isFile ? counted(response, watching) : response
  }
