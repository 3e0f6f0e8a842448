import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to a server that can begin at another address of this machine, for clients that cannot choose theirs. */
export type MovableLine = {
  /** Where clients find the near end. */
  readonly hostname: string
  /** From where the server sees them come from now on. */
  moveTo(localAddress: string): Promise<void>
  close(): Promise<void>
}

/** Lays one to the server that listens on this port of loopback. */
export async function movableLine(port: number): Promise<MovableLine> {
  const sockets = new Set<Socket>()
  let localAddress = '127.0.0.1'

  const relay = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port, localAddress })
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
  const cut = async () => {
    const closing = [...sockets].map((socket) => once(socket.destroy(), 'close'))
    await Promise.all(closing)
  }
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))

  return {
    hostname: `localhost:${(relay.address() as AddressInfo).port}`,
    async moveTo(address) {
      localAddress = address
      await cut()
    },
    async close() {
      relay.close()
      await cut()
    },
  }
}
