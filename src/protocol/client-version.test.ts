import { expect, test } from 'vitest'
import { neededVersion, oldestVersions } from './client-version.ts'

const oldest = oldestVersions(['ms17.5.0', 'mp17.3.0'])

test.each([
  ['ms17.5.0', undefined],
  ['ms17.4.99', 'ms17.5.0'],
  ['ms16.6.0', 'ms17.5.0'],
  ['ms18.0.0', undefined],
  ['ms17.10.0', undefined],
  ['mp17.2.0', 'mp17.3.0'],
  ['mj1.0.0', undefined],
])('%s has to be %s', (version, needed) => {
  expect(neededVersion(version, oldest)).toBe(needed)
})

test('what is no version is named', () => {
  expect(() => oldestVersions(['ms17'])).toThrow('ms17 is no client version')
})
