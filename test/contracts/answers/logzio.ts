import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** Logz.io, "Bulk uploads over HTTP": 10 MB a body, 500,000 bytes a line. */
export const logzio: AnswerTable = {
  name: 'logzio',
  settings: (url) => ({ url, token: 'oPwWbJwsFeQSeSoUTVAaZVZYttszAsfg' }),
  most: { events: 10_000, bytes: 10_485_760, eventBytes: 500_000 },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'all are taken', answer: { status: 200 }, becomes: 'done' },
    {
      when: 'one of three is bad',
      answer: json(400, {
        malformedLines: 1,
        successfulLines: 2,
        oversizedLines: 0,
        emptyLogLines: 0,
      }),
      becomes: 'dead',
    },
    { when: 'the token is wrong', answer: { status: 401 }, becomes: 'paused' },
    { when: 'the account is suspended', answer: { status: 403 }, becomes: 'paused' },
    { when: 'it is too large', answer: { status: 413 }, becomes: 'dead' },
  ],
}
