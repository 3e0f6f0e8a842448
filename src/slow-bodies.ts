import type { IncomingMessage, Server } from 'node:http'

/** In which time a body has to bring how much more, or else be done. */
const paceMs = 60_000
const leastBytes = 256 * 1024

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** Ends the connection, with an answer (RFC 9110 §15.5.9) unless another one has begun. */
function cut({ socket }: IncomingMessage, hasBegun: boolean): void {
  if (!hasBegun) socket.write(tooSlow)
  socket.destroySoon()
}

/**
 * Ends requests whose body trickles, so that nobody holds a connection by sending a byte now and then. A large file over a
 * slow line takes its time: what counts is that it goes on (about 4 kB/s), not when it is done.
 */
export function cutSlowBodies(server: Server): void {
  server.on('request', (request, response) => {
    if (!hasBody(request)) return
    let read = request.socket.bytesRead
    const pace = setInterval(() => {
      const { bytesRead } = request.socket
      if (bytesRead - read < leastBytes) cut(request, response.headersSent)
      read = bytesRead
    }, paceMs)
    const done = () => clearInterval(pace)
    request.once('end', done).once('close', done)
  })
}
