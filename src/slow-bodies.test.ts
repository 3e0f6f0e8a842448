import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cutSlowBodies } from './slow-bodies.ts'

/** A server that answers with the length of what it was sent. The minutes are made to pass. */

let server: Server
let socket: Socket
let received: Promise<string>

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  server = createServer({ requestTimeout: 0 }, async (request, response) => {
    const body = await text(request).catch(() => undefined)
    if (body !== undefined) response.end(String(body.length))
  })
  cutSlowBodies(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  received = text(socket)
})

afterEach(() => {
  vi.useRealTimers()
  socket.destroy()
  server.closeAllConnections()
  server.close()
})

/** Sends, and waits until the server has read so much in all. */
async function send(request: IncomingMessage, bytes: number): Promise<void> {
  const before = request.socket.bytesRead
  socket.write(Buffer.alloc(bytes, 'a'))
  while (request.socket.bytesRead < before + bytes) await new Promise(setImmediate)
}

async function begin(length: number): Promise<IncomingMessage> {
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`,
  )
  const [request] = await once(server, 'request')
  return request
}

test('a large body over a slow line is read to its end, however long that takes', async () => {
  const part = 300_000
  const request = await begin(5 * part)
  for (let minute = 0; minute < 5; minute++) {
    await send(request, part)
    vi.advanceTimersByTime(60_000)
  }
  expect(await received).toMatch(/^HTTP\/1.1 200 .*\r\n\r\n.*1500000/s)
})

test('a body that trickles is told so within two minutes, and the connection ends', async () => {
  const request = await begin(1_000_000)
  vi.advanceTimersByTime(60_000)
  await send(request, 10)
  vi.advanceTimersByTime(60_000)
  expect(await received).toMatch(/^HTTP\/1.1 408 /)
})

test('the next request of a connection has its minutes to itself', async () => {
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi')
  await once(server, 'request')
  vi.advanceTimersByTime(60_000)
  const request = await begin(300_000)
  vi.advanceTimersByTime(60_000)
  await send(request, 300_000)
  vi.advanceTimersByTime(60_000)
  expect(await received).toMatch(/^HTTP\/1.1 200 .*\r\n\r\n.*300000/s)
})

test('what is answered and goes on being answered is not touched', async () => {
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await once(server, 'request')
  vi.advanceTimersByTime(600_000)
  expect(await received).toMatch(/^HTTP\/1.1 200 /)
})
