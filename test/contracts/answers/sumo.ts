import { type AnswerTable, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** Sumo Logic, "Upload Data to an HTTP Source" and "Troubleshooting HTTP Sources". */
export const sumo: AnswerTable = {
  name: 'sumo',
  settings: (url) => ({ url: `${url}/receiver/v1/http/ZaVnC4dhaV2` }),
  most: { events: 10_000, bytes: 1_000_000, eventBytes: 65_536 },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'OK', answer: { status: 200 }, becomes: 'done' },
    { when: 'Unauthorized', answer: { status: 401 }, becomes: 'paused' },
    { when: 'Forbidden', answer: { status: 403 }, becomes: 'paused' },
    { when: 'Not found', answer: { status: 404 }, becomes: 'paused' },
    { when: 'Request timeout', answer: { status: 408 }, becomes: 'again' },
    { when: 'it is too large', answer: { status: 413 }, becomes: 'dead' },
  ],
}
