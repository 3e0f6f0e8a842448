import { type AnswerTable, notFromThem, usualAnswers } from '../../support/answer-table.ts'

/** Grafana Loki, "HTTP API" and "Troubleshoot log ingestion"; limits of its default configuration. */
export const loki: AnswerTable = {
  name: 'loki',
  settings: (url) => ({ url, labels: 'service_name=keepwatch,env=prod' }),
  most: { events: 10_000, bytes: 4_194_304, eventBytes: 262_144 },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'it is taken', answer: { status: 204 }, becomes: 'done' },
    {
      when: 'a line is out of order',
      answer: { status: 400, body: 'entry for stream {…} has timestamp too old: 2026-01-01' },
      becomes: 'dead',
    },
    {
      when: 'a line is too far behind',
      answer: { status: 400, body: 'entry too far behind, entry timestamp is: …' },
      becomes: 'dead',
    },
    {
      when: 'a line is too long',
      answer: { status: 400, body: 'max entry size 262144 bytes exceeded' },
      becomes: 'dead',
    },
    {
      when: 'the tenant is missing',
      answer: { status: 401, body: 'no org id' },
      becomes: 'paused',
    },
    { when: 'the token may not', answer: { status: 403 }, becomes: 'paused' },
    { when: 'it is no Loki', answer: { status: 404 }, becomes: 'paused' },
    {
      when: 'the rate is exceeded',
      answer: { status: 429, body: 'Ingestion rate limit exceeded for user fake' },
      becomes: 'again',
    },
  ],
}
