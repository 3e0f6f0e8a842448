import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A line to a server that can begin at another address of this machine, for clients that cannot choose theirs. */
export type MovableLine = {
  /** Where clients find the near end. */
  readonly hostname: string
  /** From where the server sees them come from now on. */
  moveTo(localAddress: string): Promise<void>
  close(): Promise<void>
}

const patienceMs = 500

/** Lays one to the server that listens on this port of loopback. */
export async function movableLine(port: number): Promise<MovableLine> {
  const nearEnds = new Set<Socket>()
  let localAddress = '127.0.0.1'

  const relay = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port, localAddress })
    nearEnds.add(near)
    near.on('close', () => nearEnds.delete(near))
    for (const socket of [near, far]) {
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  /** Who looks at its connections has put them away by then, and sends nothing more there; others find them broken. */
  const cut = async () => {
    const closing = Promise.all([...nearEnds].map((near) => once(near.end(), 'close')))
    await Promise.race([closing, sleep(patienceMs)])
    for (const near of nearEnds) near.destroy()
    await closing
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
