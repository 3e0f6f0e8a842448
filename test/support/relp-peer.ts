import { type RelpFrame, relpReader, writeRelpFrame } from '../../src/exports/relp-frame.ts'
import { listening } from './peer.ts'

/** What a peer says to a frame; undefined hangs up. */
export type RelpAnswers = (frame: RelpFrame) => string | undefined

/** Something on loopback that speaks RELP and answers as the test wants it. */
export function startRelpPeer(answers: RelpAnswers) {
  return listening((socket) => {
    const read = relpReader()
    socket.on('data', (bytes: Buffer) => {
      for (const frame of read(bytes)) {
        const data = answers(frame)
        if (data === undefined) return socket.destroy()
        const { transaction } = frame
        socket.write(writeRelpFrame({ transaction, command: 'rsp', data }))
      }
      return undefined
    })
  })
}
