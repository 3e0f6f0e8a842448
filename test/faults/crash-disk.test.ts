import { expect, test } from 'vitest'
import { crashDisk, type Luck } from './support/crash-disk.ts'
import type { FileOperation } from './support/file-trace.ts'
import { randomFrom } from './support/random.ts'

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1')

const make = (name: string): FileOperation => ({ kind: 'make', name })
const write = (name: string, content: string, at = 0): FileOperation => ({
  kind: 'write',
  name,
  at,
  bytes: Buffer.from(content),
})
const flush = (name: string): FileOperation => ({ kind: 'flush', name })
const flushNames: FileOperation = { kind: 'flush-names' }

/** What a file turns out to be on many disks that lost their power after the same operations. */
function outcomes(operations: readonly FileOperation[], name: string, luck: Luck) {
  const disk = crashDisk()
  for (const operation of operations) disk.do(operation)
  const random = randomFrom(7)
  const found = Array.from({ length: 300 }, () => text(disk.image(luck, random).get(name)))
  return new Set(found)
}

const settled = [make('a'), write('a', 'old'), flush('a'), flushNames]

test('what was flushed is there, whatever happens to the rest', () => {
  for (const luck of ['all', 'none', 'some', 'torn'] as const)
    expect(outcomes(settled, 'a', luck)).toEqual(new Set(['old']))
})

test('a write that was not flushed is there or not', () => {
  expect(outcomes([...settled, write('a', 'new')], 'a', 'some')).toEqual(new Set(['old', 'new']))
})

test('a write that comes while a flush is under way is there or not', () => {
  const begins: FileOperation = { kind: 'flush-begins', name: 'a' }
  const during = [...settled, write('a', 'O'), begins, write('a', 'D', 2), flush('a')]
  expect(outcomes(during, 'a', 'some')).toEqual(new Set(['Old', 'OlD']))
  expect(outcomes([...during, flush('a')], 'a', 'none')).toEqual(new Set(['OlD']))
})

test('a later write may be there without an earlier one', () => {
  const two = [...settled, write('a', 'O'), write('a', 'D', 2)]
  expect(outcomes(two, 'a', 'some')).toEqual(new Set(['old', 'Old', 'olD', 'OlD']))
})

test('a write is torn between sectors only', () => {
  const halves = ['a', 'b'].map((letter) => letter.repeat(512))
  const [a = '', b = ''] = halves
  const zeros = '\0'.repeat(512)
  const written = [make('a'), flush('a'), flushNames, write('a', a + b)]

  const found = outcomes(written, 'a', 'torn')

  expect(found).toEqual(new Set(['', a, a + zeros, zeros + zeros, zeros + b, a + b]))
})

test('a new file may have its bytes and still no name, until the folder is flushed', () => {
  const unnamed = [make('a'), write('a', 'new'), flush('a')]
  expect(outcomes(unnamed, 'a', 'some')).toEqual(new Set([undefined, 'new']))
  expect(outcomes([...unnamed, flushNames], 'a', 'none')).toEqual(new Set(['new']))
})

test('a file that is moved over another is the old or the new one, and torn when it was not flushed before', () => {
  const draft = [...settled, make('b'), write('b', 'new')]
  const move: FileOperation = { kind: 'rename', name: 'b', to: 'a' }

  expect(outcomes([...draft, flush('b'), move], 'a', 'torn')).toEqual(new Set(['old', 'new']))
  expect(outcomes([...draft, move], 'a', 'torn')).toEqual(new Set(['old', 'new', '', '\0\0\0']))
})

test('a file that was removed may come back, until the folder is flushed', () => {
  const removed: FileOperation[] = [...settled, { kind: 'remove', name: 'a' }]
  expect(outcomes(removed, 'a', 'some')).toEqual(new Set(['old', undefined]))
  expect(outcomes([...removed, flushNames], 'a', 'some')).toEqual(new Set([undefined]))
})
