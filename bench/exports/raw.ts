import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'

/** The texts of a batch. */
export type Payload = readonly string[]

type Place = { readonly kind: string; readonly settings: Readonly<Record<string, unknown>> }

/** Frames that are made before the clock runs. */
const counted = (texts: Payload) =>
  Buffer.from(texts.map((one) => `${Buffer.byteLength(one)} ${one}`).join(''))

async function overTls({ port, ca }: Record<string, unknown>, frames: readonly Buffer[]) {
  const socket = connect({ port: Number(port), ca: String(ca), servername: 'localhost' })
  await once(socket, 'secureConnect')
  return async () => {
    for (const frame of frames) if (!socket.write(frame)) await once(socket, 'drain')
    socket.end()
    await once(socket, 'close')
  }
}

async function overHttp({ url }: Record<string, unknown>, bodies: readonly Buffer[]) {
  return async () => {
    for (const body of bodies) {
      const asked = request(String(url), { method: 'POST' }).end(body)
      const [answer] = await once(asked, 'response')
      await text(answer)
    }
  }
}

/** Nothing but the bytes of an export, made beforehand: gives what sends them. */
export const rawSender = ({ kind, settings }: Place, payloads: readonly Payload[]) =>
  kind === 'syslog'
    ? overTls(settings, payloads.map(counted))
    : overHttp(
        settings,
        payloads.map((texts) => Buffer.from(texts.map((one) => `${one}\n`).join(''))),
      )
