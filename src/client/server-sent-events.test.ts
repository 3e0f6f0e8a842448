import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Message, serverSentEvents } from './server-sent-events.ts'

/** A body that arrives in pieces of these lengths, one after the other. */
function inPieces(text: string, lengths: readonly number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  async function* pieces() {
    let at = 0
    for (let turn = 0; at < bytes.length; turn++) {
      const length = lengths[turn % lengths.length] ?? 1
      yield bytes.slice(at, at + length)
      at += length
    }
  }
  return ReadableStream.from(pieces())
}

async function read(text: string, lengths: readonly number[] = [1_000]) {
  const found: Message[] = []
  for await (const message of serverSentEvents(inPieces(text, lengths))) found.push(message)
  return found
}

test('reads numbers and data, and passes over comments and other fields', async () => {
  const text = 'retry: 2000\nid: 4\n\n: still here\n\nid: 5\nevent: x\ndata: {"seq":5}\n\n'
  expect(await read(text)).toEqual([
    { id: '4', data: '' },
    { id: '4', data: '' },
    { id: '5', data: '{"seq":5}' },
  ])
})

test('drops a message that is cut in the middle', async () => {
  expect(await read('id: 1\ndata: a\n\nid: 2\ndata: b\n')).toEqual([{ id: '1', data: 'a' }])
})

test('reads the same however the body is cut into pieces, and whatever stands in it', async () => {
  const data = fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text))
  const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(data, { maxLength: 5 }), lengths, async (all, pieces) => {
      const messages = all.map((text, id) => ({ id: String(id), data: text }))
      const text = messages.map((one) => `id: ${one.id}\ndata: ${one.data}\n\n`).join('')
      expect(await read(text, pieces)).toEqual(messages)
    }),
  )
})
