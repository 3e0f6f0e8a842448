import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const seconds = 'expected a whole number of seconds from 1 to'

test.each([
  ['databaseStatementTimeout', '0', `--database-statement-timeout: ${seconds} 3600`],
  ['databaseStatementTimeout', 'soon', `--database-statement-timeout: ${seconds} 3600`],
  ['databaseStatementTimeout', '1.5', `--database-statement-timeout: ${seconds} 3600`],
  ['databaseLockTimeout', '-1', `--database-lock-timeout: ${seconds} 3600`],
  [
    'databaseLockTimeout',
    '31',
    '--database-lock-timeout: 31 seconds are more than a statement may take (30): name fewer, or raise --database-statement-timeout',
  ],
  ['databaseConnectTimeout', '601', `--database-connect-timeout: ${seconds} 600`],
  [
    'databaseConnections',
    '3',
    '--database-connections: expected a whole number of connections from 4 to 1000',
  ],
  [
    'replicaUrl',
    'postgres://replica.example.com/keepwatch',
    '--replica-url: name the primary, too, with --database-url',
  ],
  [
    'analyticsCluster',
    'reports',
    '--analytics-cluster: name one of its servers, too, with --analytics-url',
  ],
  ['analyticsCluster', "a'b", '--analytics-cluster: expected the name of a cluster'],
])('%s of %s is refused in one sentence', (flag, value, message) => {
  expect(() => readConfig({ [flag]: value }, {})).toThrowError(
    expect.objectContaining({ kind: 'invalid', message }),
  )
})

test('the limits of the database come from the environment, and a flag wins', () => {
  const environment = {
    KEEPWATCH_DATABASE_STATEMENT_TIMEOUT: '60',
    KEEPWATCH_DATABASE_LOCK_TIMEOUT: '20',
    KEEPWATCH_DATABASE_CONNECT_TIMEOUT: '5',
    KEEPWATCH_DATABASE_CONNECTIONS: '50',
  }
  expect(readConfig({ databaseLockTimeout: '10' }, environment)).toMatchObject({
    databaseStatementTimeout: 60,
    databaseLockTimeout: 10,
    databaseConnectTimeout: 5,
    databaseConnections: 50,
  })
})
