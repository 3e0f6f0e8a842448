import { expect, test } from 'vitest'
import { newUid, randomText } from './uid.ts'

test('a UID is 22 characters of base64url, fresh every time', () => {
  const uids = Array.from({ length: 500 }, newUid)
  expect(uids.every((uid) => /^[\w-]{22}$/.test(uid))).toBe(true)
  expect(new Set(uids).size).toBe(500)
})

test('no text starts with a dash, which one in 64 would', () => {
  // 2000 draws without the rule would all pass with a chance below 10^-13.
  const texts = Array.from({ length: 2000 }, () => randomText(32))
  expect(texts.filter((text) => text.startsWith('-'))).toEqual([])
})
