import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactly, patternTest, readPattern } from './pattern.ts'

const fits = (pattern: string, text: string) => patternTest(readPattern(pattern))(text)

test.each([
  ['app_client_*', 'app_client_'],
  ['*@example.com', 'ann@example.com'],
  ['a*b*c', 'a-b-b-c'],
  ['*', ''],
  ['**', 'x'],
  [String.raw`a\*b`, 'a*b'],
  [String.raw`a\\*`, String.raw`a\b`],
  [String.raw`C:\dir`, 'C:dir'],
  ['end\\', 'end\\'],
])('%s fits %j', (pattern, text) => expect(fits(pattern, text)).toBe(true))

test.each([
  ['app_client_*', 'app_client'],
  ['a*a', 'a'],
  ['ab*bc', 'abc'],
  [String.raw`a\*b`, 'axb'],
  ['a', 'A'],
])('%s does not fit %j', (pattern, text) => expect(fits(pattern, text)).toBe(false))

test('a pattern means what a regular expression means that has .* for each star', () => {
  const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\n', '.'), maxLength: 8 })
  fc.assert(
    fc.property(few, few, (pattern, text) => {
      const source = pattern
        .split('*')
        .map((part) => part.replaceAll('.', '[.]'))
        .join('.*')
      expect(fits(pattern, text)).toBe(new RegExp(`^${source}$`, 's').test(text))
    }),
    { numRuns: 5_000 },
  )
})

test('an exact value fits its text and no other', () => {
  const few = fc.string({ unit: fc.constantFrom('a', '*', '\\'), maxLength: 6 })
  fc.assert(
    fc.property(few, few, (text, other) => {
      expect(fits(exactly(text), text)).toBe(true)
      expect(fits(exactly(text), other)).toBe(text === other)
    }),
    { numRuns: 5_000 },
  )
})
