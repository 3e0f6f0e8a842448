import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'

/** A server on loopback that speaks TLS and keeps what it is told in confidence. */
export type TlsReceiver = {
  readonly port: number
  /** Everything that came through the encryption. */
  heard(): string
  stop(): Promise<void>
}

/** Answers every HTTP request with 200; whoever speaks otherwise is listened to. */
export async function startTlsReceiver(options: TlsOptions): Promise<TlsReceiver> {
  let heard = ''
  const server = createServer(options, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      if (/^POST .*\r\n\r\n./s.test(heard))
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => heard,
    async stop() {
      server.close()
      await once(server, 'close')
    },
  }
}
