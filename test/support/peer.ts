import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** Something on loopback that reads whatever comes over TCP. */
export type Peer = {
  readonly port: number
  /** Everything that has come so far. */
  received(): Buffer
  stop(): Promise<void>
}

/** Listens on loopback and does with each connection what it is told. */
export async function listening(meet: (socket: Socket) => void): Promise<Omit<Peer, 'received'>> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    meet(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export async function startPeer(): Promise<Peer> {
  const chunks: Buffer[] = []
  const peer = await listening((socket) => {
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  })
  return { ...peer, received: () => Buffer.concat(chunks) }
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await startPeer()
  await stop()
  return port
}
