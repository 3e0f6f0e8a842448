import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** A proxy as companies have them, for one name. */
export type PortProxy = { readonly port: number; close(): void }

/**
 * Whoever asks it for port 443 of this name arrives at a port of loopback: some SDKs reach no other port, and nobody should
 * need root for a test.
 */
export async function proxyFor(name: string, port: number): Promise<PortProxy> {
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', ({ url }, near, head) => {
    near.on('error', () => {})
    if (url !== `${name}:443`) return void near.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const far = connect({ host: '127.0.0.1', port }, () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      far.write(head)
      near.pipe(far).pipe(near)
    })
    far.on('error', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}
