import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type RelpFrame, relpReader, writeRelpFrame } from '../../src/exports/relp-frame.ts'

/** What a peer says to a frame; undefined hangs up. */
export type RelpAnswers = (frame: RelpFrame) => string | undefined

/** Something on loopback that speaks RELP and answers as the test wants it. */
export async function startRelpPeer(answers: RelpAnswers) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const read = relpReader()
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      for (const frame of read(bytes)) {
        const data = answers(frame)
        if (data === undefined) return socket.destroy()
        const { transaction } = frame
        socket.write(writeRelpFrame({ transaction, command: 'rsp', data }))
      }
      return undefined
    })
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
