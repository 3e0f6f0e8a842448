import type { AnswerTable } from '../../support/answer-table.ts'
import { bulkAnswers, takesBulk } from '../../support/bulk-answers.ts'

/** OpenSearch, "Bulk": the same answers. */
export const opensearch: AnswerTable = {
  name: 'opensearch',
  settings: (url) => ({ url, username: 'keepwatch', password: 'correct horse' }),
  most: { events: 10_000, bytes: 100_000_000 },
  answers: bulkAnswers,
  takes: takesBulk,
}
