import { nats as natsTarget } from '../../../src/exports/targets/nats.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'
import { type NatsAnswers, startNatsPeer } from '../../support/nats-peer.ts'
import { closedPort } from '../../support/peer.ts'

const tcp = (port: number) => ({ host: '127.0.0.1', port, transport: 'tcp' })

async function answeredBy(answers: NatsAnswers) {
  const peer = await startNatsPeer(answers)
  return sendThree(natsTarget, tcp(peer.port)).finally(() => peer.stop())
}

const stored = (at: number) => ({ stream: 'KEEPWATCH', seq: at + 1 })
const refused = (err_code: number) => ({
  error: { code: 400, err_code, description: 'no' },
})

/** docs.nats.io/reference/reference-protocols/nats_api_reference, and `server/errors.json` of nats-server. */
export const nats: AnswerTable = {
  name: 'nats',
  settings: () => ({ host: 'localhost' }),
  happenings: [
    { when: 'a stream stores each', act: () => answeredBy({ message: stored }), becomes: 'done' },
    {
      when: 'a stream has each already',
      act: () => answeredBy({ message: (at) => ({ ...stored(at), duplicate: true }) }),
      becomes: 'done',
    },
    { when: 'no stream takes the subject', act: () => answeredBy({}), becomes: 'again' },
    {
      when: 'the stream is full',
      act: () => answeredBy({ message: () => refused(10_077) }),
      becomes: 'again',
    },
    {
      when: 'a message is too large for the stream',
      act: () => answeredBy({ message: (at) => (at === 1 ? refused(10_054) : stored(at)) }),
      becomes: { at: 1 },
    },
    {
      when: 'the login is refused',
      act: () => answeredBy({ login: 'refused' }),
      becomes: 'paused',
    },
    {
      when: 'nobody listens',
      act: async () => sendThree(natsTarget, tcp(await closedPort())),
      becomes: 'again',
    },
    {
      when: 'a server that should speak TLS does not',
      async act() {
        const peer = await startNatsPeer({ message: stored })
        const settings = { ...tcp(peer.port), transport: 'tls' }
        return sendThree(natsTarget, settings).finally(() => peer.stop())
      },
      becomes: 'again',
    },
    {
      when: 'the address is one that nothing may be sent to',
      act: () => sendThree(natsTarget, { ...tcp(4_222), host: '169.254.169.254' }),
      becomes: 'paused',
    },
  ],
}
