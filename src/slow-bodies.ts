import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** In which time a body has to bring how much more, or else be done. */
const paceMs = 60_000
const leastBytes = 256 * 1024

/** The newest request of a connection, and what the connection had read when it was last looked at. */
type Upload = { readonly response: ServerResponse; read?: number }

const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** Ends the connection, with an answer (RFC 9110 §15.5.9) unless another one has begun. */
function cut(socket: Socket, { headersSent }: ServerResponse): void {
  if (!headersSent) socket.write(tooSlow)
  socket.destroySoon()
}

/** Looks at a body for the first time, or at how far it has come since the last time. */
function look(socket: Socket, upload: Upload): void {
  const { bytesRead } = socket
  const isSlow = upload.read !== undefined && bytesRead - upload.read < leastBytes
  if (isSlow) cut(socket, upload.response)
  upload.read = bytesRead
}

/**
 * Ends requests whose body trickles, so that nobody holds a connection by sending a byte now and then. A large file over a
 * slow line takes its time: what counts is that it goes on (about 4 kB/s), not when it is done. All connections are looked
 * at once a minute: a timer for each request would cost a device's read 3 % of its processor time.
 */
export function cutSlowBodies(server: Server): void {
  const uploads = new Map<Socket, Upload | undefined>()
  server.on('request', ({ socket }, response) => {
    if (!uploads.has(socket)) socket.once('close', () => uploads.delete(socket))
    uploads.set(socket, { response })
  })
  const sweep = setInterval(() => {
    for (const [socket, upload] of uploads)
      if (upload?.response.req.complete) uploads.set(socket, undefined)
      else if (upload) look(socket, upload)
  }, paceMs)
  sweep.unref()
  server.once('close', () => clearInterval(sweep))
}
