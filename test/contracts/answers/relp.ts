import { relp as relpTarget } from '../../../src/exports/targets/relp.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'
import { closedPort } from '../../support/peer.ts'
import { type RelpAnswers, startRelpPeer } from '../../support/relp-peer.ts'

const tcp = (port: number) => ({ host: '127.0.0.1', port, transport: 'tcp' })

async function answeredBy(answers: RelpAnswers) {
  const peer = await startRelpPeer(answers)
  return sendThree(relpTarget, tcp(peer.port)).finally(() => peer.stop())
}

/** RELP (rsyslog.com/doc/relp.html): every message is answered. */
export const relp: AnswerTable = {
  name: 'relp',
  settings: () => ({ host: 'localhost' }),
  happenings: [
    { when: 'every message is taken', act: () => answeredBy(() => '200 OK'), becomes: 'done' },
    {
      when: 'one message is refused',
      act: () => answeredBy(({ transaction }) => (transaction === 3 ? '500 no' : '200 OK')),
      becomes: { refused: [1] },
    },
    {
      when: 'the session is refused',
      act: () => answeredBy(() => '500 go away'),
      becomes: 'again',
    },
    {
      when: 'the receiver hangs up in the middle',
      act: () => answeredBy(({ transaction }) => (transaction === 3 ? undefined : '200 OK')),
      becomes: 'again',
    },
    {
      when: 'nobody listens',
      act: async () => sendThree(relpTarget, tcp(await closedPort())),
      becomes: 'again',
    },
    {
      when: 'the address is one that nothing may be sent to',
      act: () => sendThree(relpTarget, { ...tcp(2_514), host: '169.254.169.254' }),
      becomes: 'paused',
    },
  ],
  never: { dead: 'every message has an answer of its own' },
}
