import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A way to a ClickHouse on which the answer to the first insert into a table is lost: it has the rows, and we do not know. */
export async function losingAnswers(url: string, table: string) {
  const { hostname, port, username, password } = new URL(url)
  let lost = 0
  const server = createServer((asked, answer) => {
    const isInsert = decodeURIComponent(asked.url ?? '').includes(`insert+into+${table}`)
    const { method, headers, url: path } = asked
    const passed = request({ hostname, port, method, headers, path }, (found) => {
      if (isInsert && lost === 0) {
        lost++
        found.resume().once('end', () => answer.destroy())
        return
      }
      answer.writeHead(found.statusCode ?? 500, found.headers)
      found.pipe(answer)
    })
    passed.once('error', () => answer.destroy())
    asked.pipe(passed)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const account = username && `${username}:${password}@`
  return {
    url: `http://${account}127.0.0.1:${(server.address() as AddressInfo).port}`,
    lost: () => lost,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
