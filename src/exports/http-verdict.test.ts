import { expect, test } from 'vitest'
import { waitOf } from '../outbound/retry-after.ts'
import { judgeStatus } from './http-verdict.ts'

const now = Date.parse('2026-11-28T12:00:00Z')

test.each([
  ['3', 3_000],
  ['Sat, 28 Nov 2026 12:00:05 GMT', 5_000],
  ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  ['999999999', 3_600_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After %j is a wait of %j ms', (header, wait) => expect(waitOf(header, now)).toBe(wait))

test.each([
  [200, 'done'],
  [202, 'done'],
  [204, 'done'],
  [301, 'paused'],
  [400, 'dead'],
  [401, 'paused'],
  [403, 'paused'],
  [404, 'paused'],
  [408, 'again'],
  [410, 'paused'],
  [413, 'dead'],
  [422, 'dead'],
  [429, 'again'],
  [500, 'again'],
  [503, 'again'],
])('an answer of %i is %s', (status, kind) =>
  expect(judgeStatus({ status, text: '' }, now)).toMatchObject({ kind }),
)

test('a receiver that says when is not asked sooner', () =>
  expect(judgeStatus({ status: 429, text: '', retryAfter: '7' }, now)).toMatchObject({
    afterMs: 7_000,
  }))
