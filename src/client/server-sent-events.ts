import { textLines } from './text-lines.ts'

/** A message of a stream. Without data it only says how far the reader is. */
export type Message = { readonly id: string; readonly data: string }

/**
 * The messages of a `text/event-stream` (HTML Standard §9.2.6), as far as our server writes it: `id` and `data`; comments
 * and other fields are passed over, and a message that is cut in the middle is dropped.
 */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  let id = ''
  let data: string[] = []
  for await (const line of textLines(body)) {
    if (line === '') {
      yield { id, data: data.join('\n') }
      data = []
      continue
    }
    const [, field, value = ''] = /^(\w+)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'id') id = value
    if (field === 'data') data.push(value)
  }
}
