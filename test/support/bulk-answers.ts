import { type AnswerTable, json, notFromThem, usualAnswers } from './answer-table.ts'
import type { Answer, Received } from './receiver.ts'

type Item = { readonly status: number; readonly error?: { type: string; reason: string } }

const created: Item = { status: 201 }
const failed = (status: number, type: string, reason = 'so it is'): Item => ({
  status,
  error: { type, reason },
})
const items = (...all: readonly Item[]) =>
  json(200, {
    took: 3,
    errors: all.some(({ error }) => error),
    items: all.map((create) => ({ create: { _index: '.ds-logs-1', _id: 'x', ...create } })),
  })
const exists = failed(409, 'version_conflict_engine_exception', 'document already exists')

/** Elasticsearch, "Bulk API": each item has a status of its own; the usual limit is `http.max_content_length`, 100 MB. */
export const bulkAnswers = [
  ...usualAnswers,
  notFromThem(),
  { when: 'all are created', answer: items(created, created, created), becomes: 'done' },
  { when: 'one was there already', answer: items(created, exists, created), becomes: 'done' },
  {
    when: 'one cannot be mapped',
    answer: items(created, failed(400, 'document_parsing_exception'), created),
    becomes: { refused: [1] },
  },
  {
    when: 'one has a field that the mapping does not know',
    answer: items(failed(400, 'strict_dynamic_mapping_exception'), exists, created),
    becomes: { refused: [0] },
  },
  {
    when: 'one finds the queue full, and one is bad',
    answer: items(
      created,
      failed(429, 'es_rejected_execution_exception'),
      failed(400, 'document_parsing_exception'),
    ),
    becomes: 'again',
  },
  {
    when: 'the disk is full',
    answer: items(created, failed(403, 'cluster_block_exception'), created),
    becomes: 'again',
  },
  {
    when: 'a shard is away',
    answer: items(failed(503, 'unavailable_shards_exception'), created, created),
    becomes: 'again',
  },
  {
    when: 'there is no such stream and none may be made',
    answer: items(...[1, 2, 3].map(() => failed(404, 'index_not_found_exception'))),
    becomes: 'paused',
  },
  {
    when: 'the key may not write there',
    answer: items(...[1, 2, 3].map(() => failed(403, 'security_exception'))),
    becomes: 'paused',
  },
  { when: 'an item is missing', answer: items(created, created), becomes: 'again' },
  {
    when: 'the key is wrong',
    answer: json(401, { error: { type: 'security_exception' }, status: 401 }),
    becomes: 'paused',
  },
  {
    when: 'the body cannot be read',
    answer: json(400, { error: { type: 'illegal_argument_exception' }, status: 400 }),
    becomes: 'dead',
  },
  { when: 'the body is too large', answer: { status: 413 }, becomes: 'dead' },
  {
    when: 'a breaker has opened',
    answer: json(429, { error: { type: 'circuit_breaking_exception' }, status: 429 }),
    becomes: 'again',
  },
] as const satisfies AnswerTable['answers']

/** Creates every document of a request. */
export const takesBulk = ({ body }: Received): Answer =>
  items(
    ...body
      .split('\n')
      .filter((line) => line.startsWith('{"create"'))
      .map(() => created),
  )
