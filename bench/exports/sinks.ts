import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { createAuthority, issueServerCertificate } from '../../src/tls/certificate-authority.ts'

/** Receivers that do as little as their protocol lets them, so that the sender is what is measured. */
export type Sinks = {
  readonly hecPort: number
  readonly tlsPort: number
  /** What a sender needs to believe the TLS sink. */
  readonly ca: string
  /** Hears of every body that the collector takes, when it has come. */
  onBody(hear: (body: string) => void): void
  stop(): void
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const taken = '{"text":"Success","code":0}'

export async function startSinks(): Promise<Sinks> {
  let hear: ((body: string) => void) | undefined

  async function take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) if (hear) chunks.push(chunk)
    hear?.(Buffer.concat(chunks).toString())
  }

  const http = createHttp((request, response) => void take(request).then(() => response.end(taken)))
  const authority = await createAuthority(new Date())
  const issued = await issueServerCertificate({ authority, hostname: 'localhost', at: new Date() })
  const tls = createTls(issued, (socket) => socket.on('error', () => {}).resume())
  return {
    hecPort: await listening(http),
    tlsPort: await listening(tls),
    ca: authority.cert,
    onBody(next) {
      hear = next
    },
    stop() {
      http.closeAllConnections()
      http.close()
      tls.close()
    },
  }
}
