import { expect, test } from 'vitest'
import { Failure } from '../../kernel/errors.ts'
import { asFailure, isConflict, isDisconnect } from './database-error.ts'

const coded = (code: string) => Object.assign(new Error('said by PostgreSQL'), { code })

test.each(['40001', '40P01', '23505'])('%s is two units in each other’s way', (code) => {
  expect(isConflict(coded(code))).toBe(true)
  expect(isDisconnect(coded(code))).toBe(false)
})

test.each([
  coded('ECONNREFUSED'),
  coded('ECONNRESET'),
  coded('57P01'),
  coded('57P03'),
  coded('08006'),
  new Error('Connection terminated unexpectedly'),
  new Error('Client has encountered a connection error and is not queryable'),
])('%s is a connection that is gone', (error) => {
  expect(isDisconnect(error)).toBe(true)
  expect(isConflict(error)).toBe(false)
})

test.each(['53100', '53300', '40001', 'ECONNRESET'])('%s asks the client to come again', (code) => {
  expect(asFailure(coded(code))).toMatchObject({
    kind: 'busy',
    message: 'the store could not be written',
  })
})

test.each([
  [coded('57014'), 'the database took too long and was stopped'],
  [coded('55P03'), 'another change was in the way for too long'],
  [
    new Error('timeout exceeded when trying to connect'),
    'no connection to the database was free in time',
  ],
  [new Error('timeout expired'), 'no connection to the database was free in time'],
])('what took too long changed nothing, and says so: %s', (error, what) => {
  expect(asFailure(error)).toMatchObject({
    kind: 'busy',
    message: `${what}: nothing was changed, try again in a moment`,
    cause: error,
  })
})

test('a text that cannot be kept is the client’s mistake', () => {
  expect(asFailure(coded('22021'))).toMatchObject({ kind: 'invalid' })
})

test('a Failure and a mistake of ours stay what they are', () => {
  const failure = new Failure('denied', 'no')
  const mistake = coded('42601')
  expect(asFailure(failure)).toBe(failure)
  expect(asFailure(mistake)).toBe(mistake)
})
