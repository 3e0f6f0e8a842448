import type { Socket } from 'node:net'
import { listening } from '../../support/peer.ts'

/** Something on loopback that reads what a program sends over TCP before it goes on. */
export type WholePeer = {
  readonly port: number
  /** Everything that was sent so far, once those who sent it have ended their connections. */
  text(): Promise<string>
  stop(): Promise<void>
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Connections that were made before a program spoke are with the kernel: so many turns let all of them in. */
const enoughTurns = 10

export async function wholePeer(): Promise<WholePeer> {
  const chunks: Buffer[] = []
  const open = new Set<Socket>()
  const { port, stop } = await listening((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  })
  return {
    port,
    stop,
    async text() {
      for (let n = 0; n < enoughTurns; n++) await turn()
      while (open.size > 0) await turn()
      return Buffer.concat(chunks).toString()
    },
  }
}
