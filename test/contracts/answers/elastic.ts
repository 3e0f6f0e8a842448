import type { AnswerTable } from '../../support/answer-table.ts'
import { bulkAnswers, takesBulk } from '../../support/bulk-answers.ts'

export const elastic: AnswerTable = {
  name: 'elastic',
  settings: (url) => ({
    url,
    api_key: 'VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==',
  }),
  most: { events: 10_000, bytes: 100_000_000 },
  answers: bulkAnswers,
  takes: takesBulk,
}
