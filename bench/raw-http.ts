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

/** One answer after the other, off a connection that stays open. */
function answersOf(socket: Socket) {
  let came: Buffer[] = []
  let size = 0
  let wanted: number | undefined
  let waiting: PromiseWithResolvers<void> | undefined
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')))
  socket.on('data', (chunk: Buffer) => {
    came.push(chunk)
    size += chunk.length
    try {
      wanted ??= lengthOf(came.length === 1 ? chunk : Buffer.concat(came))
    } catch (error) {
      return waiting?.reject(error)
    }
    if (wanted === undefined || size < wanted) return
    came = []
    size = 0
    wanted = undefined
    waiting?.resolve()
  })
  return () => {
    waiting = Promise.withResolvers<void>()
    return waiting.promise
  }
}

async function openSocket(url: string): Promise<Socket> {
  const { hostname, port, protocol } = new URL(url)
  const target = { host: hostname, port: Number(port), servername: hostname }
  const secure = protocol === 'https:'
  const socket = secure ? connectTls(target) : connectTcp(target)
  await new Promise<void>((resolve, reject) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => resolve())
    socket.once('error', reject)
  })
  socket.setNoDelay(true)
  return socket
}

type Line = { readonly socket: Socket; readonly answer: () => Promise<void> }

/** Connections that stay open and carry prepared requests: as little work as a client can have, so that the server is what is measured. */
export type Lines = {
  /** Sends one on a free connection, or on the next that becomes free; resolves when the whole answer of status 200 is there. */
  send(request: Buffer): Promise<void>
  close(): void
}

export async function openLines(url: string, count: number): Promise<Lines> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(url)))
  const free = sockets.map((socket) => ({ socket, answer: answersOf(socket) }))
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
      for (const socket of sockets) socket.destroy()
    },
  }
}
