import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** OTLP 1.7, "OTLP/HTTP Response"; the OpenTelemetry Collector takes 20 MiB. */
export const otlpHttp: AnswerTable = {
  name: 'otlp-http',
  settings: (url) => ({ url }),
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
}
