import { expect, test } from 'vitest'
import { deviceState, type ListedDevice, shownDevice } from './shown-device.ts'

const waiting: ListedDevice = {
  device_uid: 'AAAAAAAAbbbbbbbbcccccc',
  device_name: 'ci',
  lock_ip: true,
  lock: 'address',
  allowed_ips: null,
  address: null,
  client_version: null,
  created_at: 0,
  first_access_expires_at: 60_000,
  access_expires_at: null,
  first_access_at: null,
  last_access_at: null,
}

test.each([
  ['never connected', 59_999, {}],
  ['token expired', 60_000, {}],
  ['connected', 70_000, { first_access_at: 50_000 }],
  ['connected', 79_999, { first_access_at: 50_000, access_expires_at: 80_000 }],
  ['connected', 2_592_050_000, { first_access_at: 50_000 }],
  ['stale', 2_592_050_001, { first_access_at: 50_000 }],
  ['stale', 2_592_060_001, { first_access_at: 50_000, last_access_at: 60_000 }],
  ['expired', 80_000, { first_access_at: 50_000, access_expires_at: 80_000 }],
  ['expired', 30_000, { access_expires_at: 20_000 }],
])('a device is %s at %i ms with %j', (state, now, change) => {
  expect(deviceState({ ...waiting, ...change }, new Date(now))).toBe(state)
})

test('times are printed in UTC, and what never was is null', () => {
  expect(shownDevice({ ...waiting, last_access_at: 1_500 }, new Date(0))).toMatchObject({
    created_at: '1970-01-01T00:00:00.000Z',
    last_access_at: '1970-01-01T00:00:01.500Z',
    first_access_at: null,
  })
})
