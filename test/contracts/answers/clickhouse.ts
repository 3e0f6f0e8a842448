import { type AnswerTable, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const exception = (status: number, code: number, name: string) => ({
  status,
  headers: { 'x-clickhouse-exception-code': String(code) },
  body: `Code: ${code}. DB::Exception: so it is. (${name}) (version 25.8.1.1 (official build))\n`,
})

/** ClickHouse's ErrorCodes.cpp, and the statuses of its HTTP interface. */
export const clickhouse: AnswerTable = {
  name: 'clickhouse',
  settings: (url) => ({ url }),
  most: { events: 100_000, bytes: 50_000_000 },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'it is written', answer: { status: 200 }, becomes: 'done' },
    {
      when: '200, and then an exception',
      answer: exception(200, 241, 'MEMORY_LIMIT_EXCEEDED'),
      becomes: 'again',
    },
    { when: 'UNKNOWN_TABLE', answer: exception(404, 60, 'UNKNOWN_TABLE'), becomes: 'paused' },
    { when: 'UNKNOWN_DATABASE', answer: exception(404, 81, 'UNKNOWN_DATABASE'), becomes: 'paused' },
    { when: 'UNKNOWN_SETTING', answer: exception(404, 115, 'UNKNOWN_SETTING'), becomes: 'paused' },
    { when: 'ACCESS_DENIED', answer: exception(403, 497, 'ACCESS_DENIED'), becomes: 'paused' },
    {
      when: 'AUTHENTICATION_FAILED',
      answer: exception(403, 516, 'AUTHENTICATION_FAILED'),
      becomes: 'paused',
    },
    {
      when: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED',
      answer: exception(400, 27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'),
      becomes: 'dead',
    },
    { when: 'INCORRECT_DATA', answer: exception(400, 117, 'INCORRECT_DATA'), becomes: 'dead' },
    { when: 'TOO_MANY_PARTS', answer: exception(500, 252, 'TOO_MANY_PARTS'), becomes: 'again' },
    {
      when: 'TOO_MANY_SIMULTANEOUS_QUERIES',
      answer: exception(500, 202, 'TOO_MANY_SIMULTANEOUS_QUERIES'),
      becomes: 'again',
    },
    {
      when: 'TABLE_IS_READ_ONLY',
      answer: exception(500, 242, 'TABLE_IS_READ_ONLY'),
      becomes: 'again',
    },
    { when: 'NOT_ENOUGH_SPACE', answer: exception(500, 243, 'NOT_ENOUGH_SPACE'), becomes: 'again' },
  ],
}
