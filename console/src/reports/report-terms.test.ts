import { expect, test } from 'vitest'
import { builtFrom, textOf } from './report-terms.ts'

test('what a report is made of is read from its text, and written again', () => {
  const text = 'last:7d event:login report:day group:user,event show:occurrences limit:50'
  const built = builtFrom(text)
  expect(built).toEqual({
    conditions: 'last:7d event:login',
    type: 'day',
    group: ['user', 'event'],
    show: ['occurrences'],
    limit: '50',
  })
  expect(textOf(built)).toBe(text)
})

test('a question alone is its events, one by one; those are in no groups', () => {
  const built = builtFrom('last:24h device:runner')
  expect(built).toMatchObject({ type: 'raw', group: [], limit: '' })
  expect(textOf({ ...built, group: ['user'] })).toBe('last:24h device:runner report:raw')
})
