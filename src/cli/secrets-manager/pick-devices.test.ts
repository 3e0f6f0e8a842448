import { expect, test } from 'vitest'
import { pickDevices } from './pick-devices.ts'

const one = { device_uid: 'AAAAAAAAbbbbbbbbcccccc', device_name: 'ci' }
const two = { device_uid: 'AAAAAAAAddddddddeeeeee', device_name: 'twin' }
const three = { device_uid: 'Bcdefghijklmnopqrstuvw', device_name: 'twin' }
const four = { device_uid: 'Cdefghijklmnopqrstuvwx', device_name: three.device_uid }
const devices = [one, two, three, four]

test.each([
  ['name', ['ci'], [one]],
  ['UID, even where another is called like it', [three.device_uid], [three]],
  ['eight characters of a UID', ['Cdefghij'], [four]],
  ['the same device twice', ['ci', one.device_uid], [one]],
  ['star', ['*'], devices],
  ['all', ['all'], devices],
])('a device is found by %s', (_, wanted, found) => {
  expect(pickDevices(devices, wanted)).toEqual(found.map(({ device_uid }) => device_uid))
})

test.each([
  ['an unknown name', 'nobody', 'not-found'],
  ['fewer than eight characters of a UID', 'Cdefghi', 'not-found'],
  ['a name that two have', 'twin', 'conflict'],
  ['a start that two UIDs have', 'AAAAAAAA', 'conflict'],
])('%s picks nothing', (_, wanted, kind) => {
  expect(() => pickDevices(devices, ['ci', wanted])).toThrow(expect.objectContaining({ kind }))
})

test('a name that several have is answered with their UIDs', () => {
  expect(() => pickDevices(devices, ['twin'])).toThrow(`${two.device_uid}, ${three.device_uid}`)
})

test('all of none is nothing to remove', () => {
  expect(() => pickDevices([], ['all'])).toThrow('the application has no devices')
})
