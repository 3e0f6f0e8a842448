import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

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

/** What comes in two pieces goes on in two: the second must not wait until the first is acknowledged, which takes 40 ms. */
const noDelay = true

/** A relay on loopback in front of a server that speaks plain HTTP. */
export async function cuttableLine(serverUrl: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let blocked = false
  const relay = createServer({ noDelay }, (near) => {
    if (blocked) return void near.destroy()
    const far = connect({ host: hostname, port: Number(port), noDelay })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
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
