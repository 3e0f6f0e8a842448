import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join, noDelay } from './joined.ts'

/** A line to a server that can be cut, as networks do. */
export type CuttableLine = {
  readonly url: string
  /** Breaks every connection, without a word to either side. */
  cut(): void
  /** Breaks every connection, and lets none through until `unblock`. */
  block(): void
  unblock(): void
  close(): Promise<void>
}

/** A relay on loopback in front of a server that speaks plain HTTP. */
export async function cuttableLine(serverUrl: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let blocked = false
  const relay = createServer({ noDelay }, (near) => {
    if (blocked) return void near.destroy()
    join(near, { host: hostname, port: Number(port) }, sockets)
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cut,
    block() {
      blocked = true
      cut()
    },
    unblock() {
      blocked = false
    },
    close: () =>
      new Promise((closed) => {
        relay.close(() => closed())
        cut()
      }),
  }
}
