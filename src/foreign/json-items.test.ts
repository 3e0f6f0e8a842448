import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileLines, jsonItems, type Place, type RawEntry } from './json-items.ts'

/** Cuts a text into chunks at these places, as a disk or a network may. */
async function* chunked(text: string, cuts: readonly number[]) {
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length]
  const sorted = places.toSorted((a, b) => a - b)
  for (const [index, start] of sorted.entries())
    yield bytes.subarray(start, sorted[index + 1] ?? start)
}

const shown = ({ line, text, problem }: RawEntry) => ({
  line,
  ...(problem === undefined ? { text: Buffer.from(text).toString() } : { problem }),
})

const items = async (text: string, place: Place, cuts: readonly number[] = []) =>
  (await Array.fromAsync(jsonItems(chunked(text, cuts), place, 60))).map(shown)

const lines = async (text: string, cuts: readonly number[] = []) =>
  (await Array.fromAsync(fileLines(chunked(text, cuts), 60))).map(shown)

const inRecords: Place = { wrappers: ['Records'] }
const tricky = [
  '{"a":"}]\\"{["}',
  '{"Records":[{"b":1}]}',
  '{ "c" : [ { } , [ 1 ] ] }',
  '{"é":"✓"}',
]

const places: readonly [string, (members: string) => string, Place][] = [
  ['a list', (members) => `[${members}]`, inRecords],
  [
    'a list in an object',
    (members) => `{"n":"Records","Records":[${members}],"m":[{"x":1}]}`,
    inRecords,
  ],
  ['two objects with lists', (members) => `{"Records":[${members}]}\n{"Records":[]}`, inRecords],
]

test.each(places)(
  '%s gives its members as they are written, however it is cut',
  async (_, wrap, place) => {
    const text = wrap(tricky.join(' ,\n'))
    const expected = tricky.map((item, index) => ({ line: index + 1, text: item }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(500), { maxLength: 8 }), async (cuts) => {
        expect(await items(text, place, cuts)).toEqual(expected)
      }),
    )
  },
)

test('objects that stand one after the other, over several lines', async () => {
  expect(await items('{\n"a":1\n}\n{"b":2}', 'top')).toEqual([
    { line: 1, text: '{\n"a":1\n}' },
    { line: 2, text: '{"b":2}' },
  ])
})

test('what is no object, what is too long and what is cut off are named by their place', async () => {
  const long = `{"a":"${'x'.repeat(80)}"}`

  expect(await items(`[{"a":1}, 7, "text, too", ${long}, {"b":`, inRecords)).toEqual([
    { line: 1, text: '{"a":1}' },
    { line: 2, problem: 'it is no JSON object' },
    { line: 3, problem: 'it is no JSON object' },
    { line: 4, problem: 'it is longer than 60 bytes' },
    { line: 5, problem: 'the file ends in the middle of it' },
  ])
})

test('lines come without their ends and without blank ones, however the file is cut', async () => {
  const text = `one\r\n\n  \ntwo ✓\n${'x'.repeat(80)}\nlast`
  const expected = [
    { line: 1, text: 'one' },
    { line: 4, text: 'two ✓' },
    { line: 5, problem: 'it is longer than 60 bytes' },
    { line: 6, text: 'last' },
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(500), { maxLength: 8 }), async (cuts) => {
      expect(await lines(text, cuts)).toEqual(expected)
    }),
  )
})
