import { kafka as kafkaTarget } from '../../../src/exports/targets/kafka.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'
import { closedPort } from '../../support/peer.ts'

const tcp = (brokers: string) => ({ brokers, topic: 'events', transport: 'tcp' })

/** Kafka; what a broker says is asked of a real one in `test/receivers/kafka.test.ts`. */
export const kafka: AnswerTable = {
  name: 'kafka',
  settings: () => ({ brokers: 'localhost:9093', topic: 'events' }),
  happenings: [
    {
      when: 'nobody listens',
      act: async () => sendThree(kafkaTarget, tcp(`127.0.0.1:${await closedPort()}`)),
      becomes: 'again',
    },
    {
      when: 'the address is one that nothing may be sent to',
      act: () => sendThree(kafkaTarget, tcp('169.254.169.254:9092')),
      becomes: 'paused',
    },
    {
      when: 'the name is of an address that nothing may be sent to',
      act: () => sendThree(kafkaTarget, tcp('0:9092')),
      becomes: 'paused',
    },
  ],
  never: {
    done: 'only a broker says so: test/receivers/kafka.test.ts',
    dead: 'only a broker says so: test/receivers/kafka.test.ts',
  },
}
