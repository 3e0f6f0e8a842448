import { expect, test } from 'vitest'
import { newKey } from './key-wrap.ts'
import {
  lockWithPhrase,
  newRecoveryPhrase,
  openWithPhrase,
  phraseVerifier,
} from './recovery-phrase.ts'

test('a phrase is 24 words, another one each time, and opens what it has locked', async () => {
  const phrase = newRecoveryPhrase()
  expect(phrase.split(' ')).toHaveLength(24)
  expect(newRecoveryPhrase()).not.toBe(phrase)
  const dataKey = newKey()
  const { encryptedDataKey } = await lockWithPhrase(dataKey, phrase)
  expect(await openWithPhrase(phrase, encryptedDataKey)).toEqual(dataKey)
})

test('it does not matter how the words are written', async () => {
  const phrase = newRecoveryPhrase()
  const numbered = phrase.split(' ').map((word, n) => `${n + 1}. ${word.toUpperCase()}`)
  expect(await phraseVerifier(`  ${numbered.join('\n')} `)).toBe(await phraseVerifier(phrase))
})

test('two words in the wrong order, one that is missing and one that is wrong are noticed', async () => {
  const [first = '', second = '', ...rest] = 'abandon '.repeat(23).concat('art').split(' ')
  await phraseVerifier([first, second, ...rest].join(' '))
  for (const wrong of [
    [...rest.slice(-1), first, second, ...rest.slice(0, -1)],
    [second, ...rest],
    ['abandom', second, ...rest],
    [],
  ])
    await expect(phraseVerifier(wrong.join(' '))).rejects.toMatchObject({ kind: 'invalid' })
})

test('another phrase opens nothing', async () => {
  const { encryptedDataKey } = await lockWithPhrase(newKey(), newRecoveryPhrase())
  await expect(openWithPhrase(newRecoveryPhrase(), encryptedDataKey)).rejects.toThrow()
})
