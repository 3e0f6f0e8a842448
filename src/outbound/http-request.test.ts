import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, BlockList } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { httpConnections } from './http-request.ts'
import { reach } from './reach.ts'

/** A server that gives each body back, and how to ask it for that. */
async function echo() {
  const server = createServer(async (request, response) => {
    response.end(await buffer(request).catch(() => ''))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const loopback = new BlockList()
  loopback.addSubnet('127.0.0.0', 8)
  const connections = httpConnections(reach(loopback), { trust: {}, maxSockets: 4 })
  onTestFinished(() => {
    connections.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async (body: string, signal?: AbortSignal) => {
    const [answer] = await once(connections.begin({ url, headers: {}, body }, signal), 'response')
    return (await buffer(answer)).toString()
  }
}

/** Three hundred to nine hundred thousand bytes, no two alike. */
const largeText = (n: number) => `${n} ü `.repeat(60_000 + 1_000 * ((37 * n) % 100))

test('each of many large bodies arrives as it was, also beside some that were given up on their way', async () => {
  const echoed = await echo()
  let texts = 0
  const one = async () => {
    const text = largeText(texts++)
    expect(await echoed(text)).toBe(text)
  }
  const givenUp = async () => {
    const stop = new AbortController()
    const lost = echoed(largeText(texts++), stop.signal).catch(() => 'given up')
    await sleep(1)
    stop.abort()
    await lost
  }
  for (let round = 0; round < 8; round++)
    await Promise.all([one(), givenUp(), one(), givenUp(), one()])
})
