import { type AnswerTable, usualAnswers } from '../../support/answer-table.ts'

/** Any receiver: HTTP's own meaning (RFC 9110 §15). */
export const https: AnswerTable = {
  name: 'https',
  settings: (url) => ({ url }),
  answers: [
    ...usualAnswers,
    { when: 'it is taken', answer: { status: 200 }, becomes: 'done' },
    { when: 'it is taken for later', answer: { status: 202 }, becomes: 'done' },
    { when: 'it is taken without a word', answer: { status: 204 }, becomes: 'done' },
    { when: 'the token is wrong', answer: { status: 401 }, becomes: 'paused' },
    { when: 'it may not', answer: { status: 403 }, becomes: 'paused' },
    { when: 'there is nothing there', answer: { status: 404 }, becomes: 'paused' },
    { when: 'it cannot be read', answer: { status: 400 }, becomes: 'dead' },
    { when: 'it is too large', answer: { status: 413 }, becomes: 'dead' },
    { when: 'it cannot be used', answer: { status: 422 }, becomes: 'dead' },
  ],
}
