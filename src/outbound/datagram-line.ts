import { createSocket } from 'node:dgram'
import { isIP } from 'node:net'
import { addressOf } from './address-of.ts'
import type { Reach } from './reach.ts'

/** Where datagrams go. */
export type DatagramLine = {
  /** Resolves when the datagram has left this machine; nobody says whether it arrived. */
  send(datagram: Uint8Array): Promise<void>
  close(): void
}

/** Resolves the name once. Throws `denied` for a forbidden address. */
export async function openDatagrams(
  { host, port }: { readonly host: string; readonly port: number },
  reach: Reach,
): Promise<DatagramLine> {
  const address = await addressOf(reach, host)
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4')
  socket.on('error', () => {})
  return {
    send: (datagram) =>
      new Promise((resolve, reject) => {
        socket.send(datagram, port, address, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => socket.close(),
  }
}
