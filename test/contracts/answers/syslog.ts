import { syslog as syslogTarget } from '../../../src/exports/targets/syslog.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'
import { closedPort, startPeer } from '../../support/peer.ts'

const tcp = (port: number) => ({ host: '127.0.0.1', port, transport: 'tcp' })

/** Syslog over TCP, RFC 6587: nobody answers. */
export const syslog: AnswerTable = {
  name: 'syslog',
  settings: () => ({ host: 'localhost' }),
  happenings: [
    {
      when: 'somebody listens',
      async act() {
        const peer = await startPeer()
        return sendThree(syslogTarget, tcp(peer.port)).finally(() => peer.stop())
      },
      becomes: 'done',
    },
    {
      when: 'nobody listens',
      act: async () => sendThree(syslogTarget, tcp(await closedPort())),
      becomes: 'again',
    },
    {
      when: 'the address is one that nothing may be sent to',
      act: () => sendThree(syslogTarget, { ...tcp(6_514), host: '169.254.169.254' }),
      becomes: 'paused',
    },
  ],
  never: { dead: 'nobody says what was wrong with an event' },
}
