import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** Something on loopback that keeps the datagrams that come. */
export type DatagramPeer = {
  readonly port: number
  /** Resolves when there are that many. */
  received(count: number): Promise<readonly Buffer[]>
  stop(): Promise<void>
}

export async function startDatagramPeer(): Promise<DatagramPeer> {
  const datagrams: Buffer[] = []
  const socket = createSocket('udp4')
  socket.on('message', (datagram) => datagrams.push(datagram))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    async received(count) {
      while (datagrams.length < count) await once(socket, 'message')
      return datagrams
    },
    async stop() {
      socket.close()
      await once(socket, 'close')
    },
  }
}
