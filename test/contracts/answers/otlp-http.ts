import { otlpHttp as otlpTarget } from '../../../src/exports/targets/otlp-http.ts'
import {
  type AnswerTable,
  json,
  notFromThem,
  sendThree,
  usualAnswers,
} from '../../support/answer-table.ts'
import { type Answer, startReceiver } from '../../support/receiver.ts'

/** An ExportLogsServiceResponse with a partial success: so many refused, and `old` for a reason. */
const refusing = (count: number) =>
  Buffer.from([0x0a, 7, 0x08, count, 0x12, 3, ...Buffer.from('old')])

const inProtobuf = (answer: Answer) => async () => {
  const receiver = await startReceiver()
  receiver.answerWith(() => answer)
  return sendThree(otlpTarget, { url: receiver.url }).finally(() => receiver.stop())
}

/** OTLP 1.7, "OTLP/HTTP Response"; the OpenTelemetry Collector takes 20 MiB. */
export const otlpHttp: AnswerTable = {
  name: 'otlp-http',
  settings: (url) => ({ url, encoding: 'json' }),
  most: { events: 10_000, bytes: 20_971_520 },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'it is taken', answer: json(200, {}), becomes: 'done' },
    { when: 'the Collector takes it', answer: json(200, { partialSuccess: {} }), becomes: 'done' },
    { when: 'it is taken without a word', answer: { status: 204 }, becomes: 'done' },
    {
      when: 'it is taken with a warning',
      answer: json(200, { partialSuccess: { errorMessage: 'use gRPC' } }),
      becomes: 'done',
    },
    {
      when: 'one of three is refused',
      answer: json(200, { partialSuccess: { rejectedLogRecords: '1', errorMessage: 'too old' } }),
      becomes: 'dead',
    },
    {
      when: 'all are refused',
      answer: json(200, { partialSuccess: { rejectedLogRecords: '3', errorMessage: 'too old' } }),
      becomes: { refused: [0, 1, 2] },
    },
    { when: 'it cannot be read', answer: json(400, { code: 3, message: 'bad' }), becomes: 'dead' },
    { when: 'the header is wrong', answer: { status: 401 }, becomes: 'paused' },
    { when: 'it may not', answer: { status: 403 }, becomes: 'paused' },
    { when: 'there are no logs there', answer: { status: 404 }, becomes: 'paused' },
  ],
  happenings: [
    { when: 'protobuf is taken', act: inProtobuf({ status: 200 }), becomes: 'done' },
    {
      when: 'one of three is refused in protobuf',
      act: inProtobuf({ status: 200, body: refusing(1) }),
      becomes: 'dead',
    },
    {
      when: 'all are refused in protobuf',
      act: inProtobuf({ status: 200, body: refusing(3) }),
      becomes: { refused: [0, 1, 2] },
    },
    {
      when: 'a collector answers protobuf with JSON',
      act: inProtobuf(json(200, { partialSuccess: { rejectedLogRecords: '1' } })),
      becomes: 'dead',
    },
    {
      when: 'a sign-in page answers protobuf',
      act: inProtobuf({ status: 200, body: '<html>Welcome</html>' }),
      becomes: 'again',
    },
  ],
}
