import { describe, expect, test } from 'vitest'
import { stepOf, totpCode, totpStep } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1_000)

describe('codes are those of RFC 6238, appendix B, by their last six digits', () => {
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %i', (seconds, code) => {
    expect(totpCode(secret, totpStep(at(seconds)))).toBe(code.slice(-6))
  })
})

test('a code counts in its half minute and in the ones beside it, and not before or after', () => {
  const made = totpCode(secret, totpStep(at(3_000)))
  const counts = [2_939, 2_970, 3_000, 3_029, 3_059, 3_060].map(
    (seconds) => stepOf(made, secret, at(seconds)) === totpStep(at(3_000)),
  )
  expect(counts).toEqual([false, true, true, true, true, false])
})

test('what is no code is none', () => {
  for (const text of ['', '12345', '1234567', 'abcdef'])
    expect(stepOf(text, secret, at(59))).toBeUndefined()
})
