import { type AnswerTable, usualAnswers } from '../../support/answer-table.ts'

/** Devo, "HTTP endpoint": 200 in stream mode, 32 MB. */
export const devo: AnswerTable = {
  name: 'devo',
  settings: (url) => ({ url, domain: 'my-domain', token: 'a5370g9e8f7d7edf9d' }),
  most: { events: 10_000, bytes: 32_000_000 },
  answers: [
    ...usualAnswers,
    { when: 'it is received', answer: { status: 200 }, becomes: 'done' },
    { when: 'it is received without a word', answer: { status: 204 }, becomes: 'done' },
    { when: 'something else takes it', answer: { status: 202 }, becomes: 'again' },
    { when: 'it cannot be read', answer: { status: 400 }, becomes: 'dead' },
    { when: 'the token is wrong', answer: { status: 401 }, becomes: 'paused' },
    { when: 'the token is not for this tag', answer: { status: 403 }, becomes: 'paused' },
    { when: 'the address is wrong', answer: { status: 404 }, becomes: 'paused' },
  ],
}
