import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** The bytes of a whole request, made before the clock starts. */
export function requestBytes(
  url: string,
  {
    headers,
    body,
  }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
): Buffer {
  const { host, pathname } = new URL(url)
  const named = { Host: host, ...headers, 'Content-Length': String(body.length) }
  const lines = Object.entries(named).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`), body])
}

const headEnd = '\r\n\r\n'

/** How long an answer is that begins like this; undefined while its head is not whole. */
function lengthOf(start: Buffer): number | undefined {
  const end = start.indexOf(headEnd)
  if (end < 0) return undefined
  const head = start.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`answered: ${start.toString()}`)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer came without its length')
  return end + headEnd.length + Number(length)
}

const nothing = Buffer.alloc(0)

/** One answer after the other, from a connection that stays open. */
function answers() {
  let start = nothing
  let came = 0
  let wanted: number | undefined
  let waiting: PromiseWithResolvers<void> | undefined

  function read(chunk: Buffer) {
    came += chunk.length
    if (wanted === undefined) {
      const begun = start === nothing ? chunk : Buffer.concat([start, chunk])
      wanted = lengthOf(begun)
      start = wanted === undefined ? Buffer.from(begun) : nothing
    }
    if (wanted === undefined || came < wanted) return
    came = 0
    wanted = undefined
    waiting?.resolve()
  }

  return {
    next() {
      waiting = Promise.withResolvers<void>()
      return waiting.promise
    },
    fail: (error: Error) => waiting?.reject(error),
    read(chunk: Buffer) {
      try {
        read(chunk)
      } catch (error) {
        waiting?.reject(error)
      }
    },
  }
}

const readBytes = 65_536

/**
 * A connection, and the answers that come on it. It reads into the same memory each time: new memory for each answer would have V8 look
 * through all prepared requests once a second, which is up to 60 ms in which nothing is sent, and counts as the server's.
 */
async function openLine(url: string): Promise<Line> {
  const { next, fail, read } = answers()
  const { hostname, port, protocol } = new URL(url)
  const onread = {
    buffer: Buffer.alloc(readBytes),
    callback(length: number, buffer: Uint8Array) {
      read(Buffer.from(buffer.buffer, buffer.byteOffset, length))
      return true
    },
  }
  const target = { host: hostname, port: Number(port), servername: hostname, onread }
  const secure = protocol === 'https:'
  const socket = secure ? connectTls(target) : connectTcp(target)
  await once(socket, secure ? 'secureConnect' : 'connect')
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.setNoDelay(true)
  return { socket, answer: next }
}

type Line = { readonly socket: Socket; readonly answer: () => Promise<void> }

/** Connections that stay open and carry prepared requests: as little work as a client can have, so that the server is what is measured. */
export type Lines = {
  /** Sends one on a free connection, or on the next that becomes free; resolves when the whole answer of status 200 is there. */
  send(request: Buffer): Promise<void>
  close(): void
}

export async function openLines(url: string, count: number): Promise<Lines> {
  const lines = await Promise.all(Array.from({ length: count }, () => openLine(url)))
  const free = [...lines]
  const queue: ((line: Line) => void)[] = []
  return {
    async send(request) {
      const line = free.pop() ?? (await new Promise<Line>((take) => queue.push(take)))
      const answered = line.answer()
      line.socket.write(request)
      await answered
      const next = queue.shift()
      if (next) next(line)
      else free.push(line)
    },
    close: () => {
      for (const { socket } of lines) socket.destroy()
    },
  }
}
