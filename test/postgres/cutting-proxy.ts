import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Which bytes to wait for, and whether the database still gets them before the connection is cut. */
export type Cut = { readonly at: string; readonly delivered: boolean }

/** A way to a database that can be cut, once, at the statement that one names. */
export async function cuttingProxy(database: string) {
  const target = new URL(database)
  const open = new Set<Socket>()
  let next: Cut | undefined

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => open.delete(socket))
    }
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.destroy())
    upstream.pipe(client)
    client.on('data', (bytes) => {
      const cut = next && bytes.includes(next.at) ? next : undefined
      if (!cut) return upstream.write(bytes)
      next = undefined
      client.destroy()
      return cut.delivered ? upstream.end(bytes) : upstream.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(database)
  url.port = String(typeof address === 'object' ? address?.port : 0)

  return {
    url: url.href,
    /** The next client that sends this is cut off. */
    cut: (where: Cut) => {
      next = where
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
