import { z } from 'zod'
import { type DatagramLine, openDatagrams } from '../../outbound/datagram-line.ts'
import { type Framing, framed } from '../framed.ts'
import { host, line, port, trust } from '../setting.ts'
import { streamSender } from '../stream-sender.ts'
import { messageFormat, syslogMessage } from '../syslog-message.ts'
import { type Sender, type Tools, targetType } from '../target.ts'
import { done } from '../verdict.ts'

const settings = z.strictObject({
  host: host('Host'),
  port: port('Port', 6514),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls').meta({ title: 'Transport' }),
  framing: z
    .enum(['octet-counting', 'newline'])
    .default('octet-counting')
    .meta({ title: 'How messages are told apart in a stream (RFC 6587)' }),
  format: messageFormat,
  hostname: line('Name that it speaks under, such as a QRadar log source').optional(),
  ...trust,
})

type Settings = z.output<typeof settings>

/** Each text behind its length in bytes, or before a line feed (RFC 6587 §3.4). */
const framings: Readonly<Record<Settings['framing'], Framing>> = {
  'octet-counting': { before: (bytes) => `${bytes} `, end: '' },
  newline: { before: () => '', end: '\n' },
}

/** One datagram an event; nobody says whether it arrives. */
function datagramSender(place: Settings, { reach }: Tools): Sender {
  let line: DatagramLine | undefined
  return {
    async send(units) {
      line ??= await openDatagrams(place, reach)
      for (const { text } of units) await line.send(Buffer.from(text))
      return done
    },
    close: async () => line?.close(),
  }
}

/** Syslog after RFC 5424 over TLS (RFC 5425), TCP (RFC 6587) or UDP (RFC 5426). `relp` is the variant that loses nothing. */
export const syslog = targetType({
  name: 'syslog',
  title: 'Syslog (TLS, TCP, UDP)',
  settings,
  limits: ({ transport }) =>
    transport === 'udp'
      ? { events: 100, bytes: 60_000, ageMs: 100 }
      : { events: 2_000, bytes: 1_000_000, ageMs: 100 },
  line: syslogMessage,
  open(given, tools) {
    if (given.transport === 'udp') return datagramSender(given, tools)
    const { host: name, port: number, transport, framing } = given
    const place = { host: name, port: number, ...(transport === 'tls' && { trust: given }) }
    return streamSender({
      place,
      tools,
      frame: (units, memory) => framed(units, framings[framing], memory),
    })
  },
})
