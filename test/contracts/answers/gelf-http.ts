import { type AnswerTable, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** Graylog, "GELF via HTTP": 202, and 400 for what it cannot read. */
export const gelfHttp: AnswerTable = {
  name: 'gelf-http',
  settings: (url) => ({ url: `${url}/gelf`, bulk: true }),
  most: { events: 1_000, bytes: 1_048_576 },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'Accepted', answer: { status: 202 }, becomes: 'done' },
    { when: 'it cannot be read', answer: { status: 400 }, becomes: 'dead' },
    { when: 'a proxy wants a password', answer: { status: 401 }, becomes: 'paused' },
    { when: 'the path is wrong', answer: { status: 404 }, becomes: 'paused' },
    { when: 'it is too large', answer: { status: 413 }, becomes: 'dead' },
  ],
}
