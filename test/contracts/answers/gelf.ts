import { gelfTarget } from '../../../src/exports/targets/gelf.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'
import { closedPort, startPeer } from '../../support/peer.ts'

const tcp = (port: number) => ({ host: '127.0.0.1', port, transport: 'tcp' })

/** GELF over a stream: nobody answers. */
export const gelf: AnswerTable = {
  name: 'gelf',
  settings: () => ({ host: 'localhost' }),
  happenings: [
    {
      when: 'somebody listens',
      async act() {
        const peer = await startPeer()
        return sendThree(gelfTarget, tcp(peer.port)).finally(() => peer.stop())
      },
      becomes: 'done',
    },
    {
      when: 'nobody listens',
      act: async () => sendThree(gelfTarget, tcp(await closedPort())),
      becomes: 'again',
    },
    {
      when: 'the address is one that nothing may be sent to',
      act: () => sendThree(gelfTarget, { ...tcp(12_201), host: '169.254.169.254' }),
      becomes: 'paused',
    },
  ],
  never: { dead: 'nobody says what was wrong with an event' },
}
