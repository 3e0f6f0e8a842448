import { expect, test } from 'vitest'
import { deviceNames } from './device-names.ts'

test('one device has its name as it was given', () => {
  expect(deviceNames('ci', 1)).toEqual(['ci'])
})

test('several devices are numbered from 1', () => {
  expect(deviceNames('ci', 3)).toEqual(['ci 1', 'ci 2', 'ci 3'])
})

test('devices without a name stay without one', () => {
  expect(deviceNames(undefined, 2)).toEqual([undefined, undefined])
})
