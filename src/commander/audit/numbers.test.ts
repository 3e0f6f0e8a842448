import { expect, test } from 'vitest'
import { loadCatalog } from '../../events/catalog.ts'
import { eventNames, numberOf } from './numbers.ts'
import { zoneOf } from './zone-of.ts'

test('every event type has a number of its own, the same every time', async () => {
  const names = eventNames(await loadCatalog())
  expect(new Set(names.values()).size).toBe(names.size)
  expect(names.size).toBeGreaterThan(316)
  expect(numberOf('login')).toBe(numberOf('login'))
  expect(Math.max(...names.keys())).toBeLessThan(2 ** 31)
})

test.each([
  ['UTC', 'UTC'],
  ['EDT', 'America/New_York'],
  ['cest', 'Europe/Berlin'],
  ['W. Europe Daylight Time', 'Europe/Berlin'],
  ['Asia/Tokyo', 'Asia/Tokyo'],
  [-5, '-05:00'],
  ['+3', '+03:00'],
  [99, '+14:00'],
  ['no such zone', 'UTC'],
  [undefined, 'UTC'],
])('the zone that Commander calls %j is %s', (sent, zone) => expect(zoneOf(sent)).toBe(zone))
