import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { postText } from './post-text.ts'

const signal = new AbortController().signal

async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('posts the text and reads status and answer', async () => {
  const url = await answering((request, response) => {
    response.writeHead(409)
    request.pipe(response)
  })
  expect(await postText(`${url}/path`, 'é\n', signal)).toEqual({ status: 409, text: 'é\n' })
})

test('does not follow a redirect', async () => {
  const url = await answering((request, response) => {
    response.writeHead(307, { location: request.url === '/' ? '/there' : undefined }).end()
  })
  expect(await postText(url, '', signal)).toMatchObject({ status: 307 })
})

test('reads no more than 100 kB', async () => {
  const url = await answering((_, response) => response.end('x'.repeat(100_001)))
  await expect(postText(url, '', signal)).rejects.toThrow('longer than 100000 bytes')
})

test('ends when it is told to', async () => {
  const stopping = new AbortController()
  const url = await answering(() => stopping.abort())
  await expect(postText(url, '', stopping.signal)).rejects.toThrow(/abort/)
})
