import { expect, test } from 'vitest'
import type { Store } from '../store/store.ts'
import { type Identity, recentDevices } from './recent-devices.ts'

const store = () => ({}) as Store

const identity = (device: object): Identity => ({
  device: { public_key: 'BA==', removed_at: null, ...device } as Identity['device'],
  application: {} as NonNullable<Identity['application']>,
  owner: {} as NonNullable<Identity['owner']>,
})

test('a device that was just here is remembered, by the store that it belongs to', () => {
  const [one, other] = [store(), store()]
  const known = identity({})
  recentDevices(one).keep('id', known)
  expect(recentDevices(one).find('id')).toBe(known)
  expect(recentDevices(other).find('id')).toBeUndefined()
})

test.each([
  ['has not connected yet', { public_key: null }],
  ['was removed', { removed_at: 1 }],
])('one that %s is looked up every time', (_state, device) => {
  const devices = recentDevices(store())
  devices.keep('id', identity(device))
  expect(devices.find('id')).toBeUndefined()
})
