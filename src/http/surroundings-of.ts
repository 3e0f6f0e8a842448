import type { IncomingMessage } from 'node:http'
import type { Surroundings } from '../access/action.ts'
import { canonicalAddress, clientAddress } from '../access/client-address.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Services } from './services.ts'

/** The one value of a header; several of one name have commas between them. */
export const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.join(', ')
}

/** What is known of a request before anything of it is believed: its identifier, both its addresses, our client's version. */
export function surroundingsOf(
  { clock, trustedProxies }: Pick<Services, 'clock' | 'trustedProxies'>,
  incoming: IncomingMessage,
): Surroundings {
  const peer = canonicalAddress(incoming.socket.remoteAddress ?? '') ?? ''
  const client_version = headerOf(incoming, 'x-keepwatch-client')?.slice(0, 40)
  return {
    peer_address: peer,
    remote_address: clientAddress(peer, headerOf(incoming, 'x-forwarded-for'), trustedProxies),
    request_id: newUuid(clock()),
    ...(client_version && { client_version }),
  }
}
