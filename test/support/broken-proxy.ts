import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const passOn = async (target: string, request: IncomingMessage, response: ServerResponse) => {
  const { method = 'GET', url = '/', headers } = request
  const body = await buffer(request)
  const answer = await fetch(`${target}${url}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(headers.authorization && { authorization: headers.authorization }),
    },
    ...(body.length > 0 && { body }),
  })
  response.writeHead(answer.status).end(await answer.text())
}

/** A proxy that passes on our own API and refuses everything else, so that no device gets through. */
export async function brokenProxy(target: string) {
  const proxy = createServer((request, response) => {
    if (request.url?.startsWith('/api/v1/')) return void passOn(target, request, response)
    response.writeHead(502).end('<h1>Bad gateway</h1>')
  })
  await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async stop() {
      proxy.closeAllConnections()
      await new Promise((stopped) => proxy.close(stopped))
    },
  }
}
