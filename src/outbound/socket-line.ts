import { isIP, connect as overTcp, type Socket } from 'node:net'
import { connect as overTls } from 'node:tls'
import type { Reach } from './reach.ts'
import { type Trust, tlsOptions } from './trust.ts'

const connectMs = 15_000

export type SocketPlace = {
  readonly host: string
  readonly port: number
  /** With whom to speak TLS; without, plain TCP. */
  readonly trust?: Trust | undefined
}

/** Begins a connection, over TLS or not. Throws `denied` for a forbidden address; what is wrong with a name's comes as `error`. */
export function beginSocket({ host, port, trust }: SocketPlace, { demand, lookup }: Reach): Socket {
  demand(host)
  const place = { host, port, lookup }
  const name = isIP(host) ? {} : { servername: host }
  return trust ? overTls({ ...place, ...name, ...tlsOptions(trust) }) : overTcp(place)
}

/**
 * A connection that is ready: with TLS, after both sides were checked. Throws `denied` for a forbidden address and what kept
 * the connection away. Whoever gets it listens for `error` and `close`.
 */
export async function openSocket(
  place: SocketPlace,
  reach: Reach,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, trust } = place
  const socket = beginSocket(place, reach)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const patience = AbortSignal.any([signal, AbortSignal.timeout(connectMs)])
  const give = () => socket.destroy(new Error(`${host}:${port} did not answer in time`))
  patience.addEventListener('abort', give, { once: true })
  socket.once(trust ? 'secureConnect' : 'connect', resolve)
  socket.once('error', reject)
  try {
    await promise
    socket.setKeepAlive(true, 30_000)
    return socket
  } finally {
    socket.off('error', reject)
    patience.removeEventListener('abort', give)
  }
}
