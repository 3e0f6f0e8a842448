import { expect, test } from 'vitest'
import type { Device } from '../store/state/devices.ts'
import { warningsFor } from './warnings.ts'

const at = new Date('2026-11-29T12:00:00Z')
const days = (count: number) => at.getTime() + count * 24 * 3_600_000

const warnings = (device: Partial<Device>) =>
  warningsFor({ access_expires_at: null, client_version: 'ms17.5.0', ...device } as Device, at)

test('most devices have nothing to be warned of', () => {
  expect(warnings({})).toBeUndefined()
  expect(warnings({ access_expires_at: days(8) })).toBeUndefined()
  expect(warnings({ client_version: 'mb17.3.0' })).toBeUndefined()
  expect(warnings({ client_version: 'mb18.0.0' })).toBeUndefined()
  expect(warnings({ client_version: null })).toBeUndefined()
})

test('access that ends within a week is told of with its end', () => {
  expect(warnings({ access_expires_at: days(7) })).toEqual([
    'The access of this client ends at 2026-12-06T12:00:00.000Z. Ask for a new one-time token before that.',
  ])
})

test.each(['mb17.2.0', 'mb17.0.4', 'mb16.6.0'])('%s is told that it cannot create', (version) => {
  expect(warnings({ client_version: version })).toEqual([
    expect.stringContaining('can read and change records here, but not create any'),
  ])
})
