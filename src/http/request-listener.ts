import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import type { createApp } from './app.ts'
import { anyOriginHeaders } from './middleware/any-origin.ts'
import { answerHeaders, mostCallBytes, receiveCall } from './receive-call.ts'
import { deviceError, errorHeaders } from './refuse-device.ts'
import { deviceSecurityHeaders } from './security-headers.ts'
import type { Services } from './services.ts'
import { surroundingsOf } from './surroundings-of.ts'

const answered = { ...deviceSecurityHeaders, ...answerHeaders, ...anyOriginHeaders }
const refused = { ...deviceSecurityHeaders, ...errorHeaders, ...anyOriginHeaders }

const deviceRoute = '/api/rest/sm/v1/'
const plainName = /^[a-z_]{1,40}$/
const plainHost = /^[a-z\d.-]+(:\d{1,5})?$/

/** The call that a request makes, if it is written as every SDK writes it, with a body of a known and bearable length. */
function plainCall({ method, url = '', headers }: IncomingMessage): string | undefined {
  if (method !== 'POST' || !url.startsWith(deviceRoute)) return undefined
  const length = Number(headers['content-length'])
  if (!(length <= mostCallBytes) || !plainHost.test(headers.host ?? '')) return undefined
  const name = url.slice(deviceRoute.length)
  return plainName.test(name) ? name : undefined
}

/** The whole address of a request, as the router would say it. */
const urlOf = ({ url, headers, socket }: IncomingMessage) =>
  `${(socket as Partial<TLSSocket>).encrypted ? 'https' : 'http'}://${headers.host}${url}`

function requestedBy(incoming: IncomingMessage) {
  const { method = '', headers } = incoming
  const userAgent = headers['user-agent']
  return { url: urlOf(incoming), method, userAgent, route: `${deviceRoute}:endpoint` }
}

function send(outgoing: ServerResponse, { status, body, headers }: Sent): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  outgoing.end(body)
}

type Sent = {
  readonly status: number
  readonly body: string | Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

async function answerOf(services: Services, incoming: IncomingMessage, endpoint: string) {
  try {
    const call = { endpoint, surroundings: surroundingsOf(services, incoming) }
    const body = await receiveCall(services, incoming, call)
    return { status: 200, body, headers: answered }
  } catch (error) {
    return { ...deviceError(services, error, requestedBy(incoming)), headers: refused }
  }
}

/**
 * What `node:http` calls for each request. Devices call a thousand times as often as anybody else, and the way through the
 * router costs as much as a signature check, so that their plain calls go past it (docs/decisions/0014). Whatever is not
 * plainly such a call takes the ordinary way, where the same route answers the same.
 */
export function requestListener(
  app: ReturnType<typeof createApp>,
  services: Services,
): RequestListener {
  const ordinary = getRequestListener(app.fetch)
  return (incoming, outgoing) => {
    const endpoint = plainCall(incoming)
    if (endpoint === undefined) return void ordinary(incoming, outgoing)
    const began = performance.now()
    void answerOf(services, incoming, endpoint).then((sent) => {
      send(outgoing, sent)
      services.metrics.answered(sent.status, (performance.now() - began) / 1000)
    })
  }
}
