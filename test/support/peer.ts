import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** Something on loopback that reads whatever comes over TCP. */
export type Peer = {
  readonly port: number
  /** Everything that has come so far. */
  received(): Buffer
  stop(): Promise<void>
}

export async function startPeer(): Promise<Peer> {
  const chunks: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received: () => Buffer.concat(chunks),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await startPeer()
  await stop()
  return port
}
