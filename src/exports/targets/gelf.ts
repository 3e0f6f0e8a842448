import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { openDatagrams } from '../../outbound/datagram-line.ts'
import { type Framing, framed } from '../framed.ts'
import { formatted, host, port, trust } from '../setting.ts'
import { streamSender } from '../stream-sender.ts'
import { type Sender, type Tools, targetType, type Unit } from '../target.ts'
import { done } from '../verdict.ts'

const settings = z.strictObject({
  host: host('Host'),
  port: port('Port', 12_201),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls').meta({ title: 'Transport' }),
  ...trust,
})

type Settings = z.output<typeof settings>

const chunkBytes = 1_400
const chunkHeadBytes = 12
const mostChunks = 128

/** GELF over UDP: what does not fit into a datagram goes in up to 128 numbered chunks. */
function datagrams({ text }: Unit): readonly Uint8Array[] {
  const bytes = Buffer.from(text)
  const room = chunkBytes - chunkHeadBytes
  const count = Math.ceil(bytes.length / room)
  if (bytes.length <= chunkBytes) return [bytes]
  const id = randomBytes(8)
  return Array.from({ length: count }, (_, at) =>
    Buffer.concat([
      Buffer.from([0x1e, 0x0f]),
      id,
      Buffer.from([at, count]),
      bytes.subarray(at * room, (at + 1) * room),
    ]),
  )
}

const framing: Framing = { before: () => '', end: '\0' }

/** Nobody says what arrives. */
function datagramSender(place: Settings, { reach }: Tools): Sender {
  let opened: ReturnType<typeof openDatagrams> | undefined
  return {
    async send(units) {
      opened ??= openDatagrams(place, reach)
      const { send } = await opened
      for (const datagram of units.flatMap(datagrams)) await send(datagram)
      return done
    },
    close: async () => (await opened)?.close(),
  }
}

function limits({ transport }: Settings) {
  if (transport === 'udp')
    return { events: 100, bytes: (chunkBytes - chunkHeadBytes) * mostChunks, ageMs: 100 }
  return { events: 1_000, bytes: 1_000_000, ageMs: 100 }
}

/** Graylog's GELF inputs over TLS, TCP or UDP, on which nobody says what arrived: `gelf-http` is the one that loses nothing. */
export const gelfTarget = targetType({
  name: 'gelf',
  title: 'Graylog (GELF over TLS, TCP, UDP)',
  settings,
  limits,
  line: (event, _, tools) => formatted(event, 'gelf', tools),
  open(given, tools) {
    const { transport, host: name, port: number } = given
    if (transport === 'udp') return datagramSender(given, tools)
    const place = { host: name, port: number, ...(transport === 'tls' && { trust: given }) }
    return streamSender({ place, tools, frame: (units, memory) => framed(units, framing, memory) })
  },
})
