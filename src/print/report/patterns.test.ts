import { expect, test } from 'vitest'
import { type PatternOptions, rowFilter } from './patterns.ts'

const at = Temporal.Instant.from('2026-11-21T07:30:51Z')
const row = [at, 'app_client_access', 'Owner@Example.com', '', 3]
const kept = (patterns: readonly string[], options: PatternOptions = {}) =>
  rowFilter(patterns, options)(row)

test.each([
  [[]],
  [['CLIENT_access']],
  [['2026-11-21 07']],
  [['app_client_access owner']],
  [['regex:owner@ex.mple\\.com']],
  [['exact:owner@example.com']],
  [['exact:3']],
  [['not:failed']],
  [['not:exact:owner']],
  [['not:regex:^app']],
  [['regex:(', 'owner']],
  [['nothing', 'owner']],
])('%j keeps the row', (patterns) => expect(kept(patterns)).toBe(true))

test.each([
  [['nothing']],
  [['owner.example']],
  [['exact:owner']],
  [['not:owner']],
  [['not:regex:own.r']],
  [['not:exact:Owner@example.com']],
  [['regex:(']],
])('%j drops it', (patterns) => expect(kept(patterns)).toBe(false))

test('--regex makes plain patterns regular expressions; what is none is looked for as it is', () => {
  expect(kept(['own.r@'], { regex: true })).toBe(true)
  expect(kept(['own.r@'])).toBe(false)
  expect(rowFilter(['a(b'], { regex: true })(['xa(by'])).toBe(true)
})

test('--match-all wants all of them', () => {
  expect(kept(['owner', 'nothing'], { matchAll: true })).toBe(false)
  expect(kept(['owner', 'not:nothing'], { matchAll: true })).toBe(true)
})
