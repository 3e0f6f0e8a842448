import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type RequestListener,
} from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { type AddressInfo, createServer as createProbe } from 'node:net'
import type { Config } from './config.ts'
import { Failure } from './kernel/errors.ts'
import { cutSlowBodies } from './slow-bodies.ts'
import type { ServerCertificate } from './tls/server-certificate.ts'

type Address = Config['listen']

const taken = ({ host, port }: Address, cause: NodeJS.ErrnoException) =>
  new Failure(
    'conflict',
    cause.code === 'EADDRINUSE'
      ? `port ${port} of ${host} is taken: stop what uses it, or choose another with --listen`
      : `cannot listen on ${host}:${port}: ${cause.message}`,
    { cause },
  )

/** Finds out whether the address can be used, before anything is written. */
export function probe(address: Address): Promise<void> {
  const server = createProbe()
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(taken(address, cause)))
    server.listen(address, () => server.close(() => resolve()))
  })
}

/** A server that answers, and how to end it: what is in flight is finished, but not for ever. */
export type Listening = {
  readonly port: number
  renew(certificate: ServerCertificate): void
  stop(withinMs: number): Promise<void>
}

/** Slow clients may not hold a connection open without sending anything; how long a body may take is for `cutSlowBodies`. */
const timeouts = { headersTimeout: 20_000, requestTimeout: 0, keepAliveTimeout: 65_000 }

/** How often connections are looked for that have become idle since, while the server stops. */
const idleMs = 50

function stop(server: HttpServer, withinMs: number): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), idleMs)
  const cut = setTimeout(() => server.closeAllConnections(), withinMs)
  return new Promise((stopped) => {
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(cut)
      stopped()
    })
    server.closeIdleConnections()
  })
}

/** Starts to answer, over TLS when there is a certificate. */
export function listen(
  answer: RequestListener,
  address: Address,
  certificate: ServerCertificate | undefined,
): Promise<Listening> {
  const server = certificate
    ? createHttpsServer({ ...certificate, ...timeouts, minVersion: 'TLSv1.2' }, answer)
    : createHttpServer(timeouts, answer)
  cutSlowBodies(server)

  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(taken(address, cause)))
    server.listen(address.port, address.host, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        renew: ({ cert, key }) => (server as HttpsServer).setSecureContext({ cert, key }),
        stop: (withinMs) => stop(server, withinMs),
      }),
    )
  })
}
