import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { join, noDelay } from '../support/joined.ts'

const lookEveryMs = 200
/** Who has not answered within that time is left out until it does. */
const patienceMs = 1_000

/** A place that is asked whether it is there; `url` is of the server that is behind it at the moment. */
export type Backend = { url: string | undefined }

const isThere = async ({ url }: Backend): Promise<boolean> => {
  if (url === undefined) return false
  const asked = fetch(`${url}/healthz`, { signal: AbortSignal.timeout(patienceMs) })
  return asked.then(({ ok }) => ok).catch(() => false)
}

const placeOf = ({ url }: Backend) => ({ host: '127.0.0.1', port: Number(new URL(url ?? '').port) })

/**
 * What stands before servers, reduced to what it does: a connection goes to the next one that is there, and ends with it. It looks at
 * each of them by itself, and knows nothing of what goes over the connections.
 */
export async function balancer(backends: readonly Backend[]) {
  const open = new Map<Backend, Set<Socket>>(backends.map((one) => [one, new Set()]))
  const there = new Set<Backend>()
  let turn = 0
  let closed = false

  async function look(one: Backend) {
    if (await isThere(one)) {
      there.add(one)
      return
    }
    if (!there.delete(one)) return
    for (const socket of open.get(one) ?? []) socket.destroy()
  }

  async function watch(one: Backend) {
    while (!closed) {
      await look(one)
      await sleep(lookEveryMs)
    }
  }

  const server = createServer({ noDelay }, (near) => {
    const able = backends.filter((one) => there.has(one) && one.url !== undefined)
    const next = able[turn++ % able.length]
    if (next) return join(near, placeOf(next), open.get(next))
    near.on('error', () => {})
    return near.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const watching = backends.map(watch)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves once so many of them are there. */
    async has(count: number): Promise<void> {
      while (there.size < count) await sleep(lookEveryMs)
    },
    async close() {
      closed = true
      server.close()
      for (const sockets of open.values()) for (const socket of sockets) socket.destroy()
      await Promise.all(watching)
    },
  }
}
