import { once } from 'node:events'
import { type AddressInfo, BlockList, createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatagrams } from './datagram-line.ts'
import { httpLine } from './http-line.ts'
import { type Reach, type Resolve, reach } from './reach.ts'
import { openSocket } from './socket-line.ts'

/** Whoever gets through to this machine is noted, with the address that was asked for. */
let port: number
let reached: (string | undefined)[] = []
const trap = createServer((socket) => {
  reached.push(socket.localAddress)
  socket.destroy()
})

beforeAll(async () => {
  trap.listen(0, '::')
  await once(trap, 'listening')
  port = (trap.address() as AddressInfo).port
})

beforeEach(() => {
  reached = []
})

afterAll(() => void trap.close())

const signal = new AbortController().signal
const nowhere = new BlockList()

/** Every way out that a host name can be given to. */
const ways: Readonly<Record<string, (host: string, through: Reach) => Promise<unknown>>> = {
  async http(host, through) {
    const line = httpLine(through, {})
    const url = `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}/`
    return line.send({ url, headers: {} }, signal).finally(line.close)
  },
  tcp: (host, through) => openSocket({ host, port }, through, signal),
  tls: (host, through) => openSocket({ host, port, trust: {} }, through, signal),
  async udp(host, through) {
    const line = await openDatagrams({ host, port }, through)
    await line.send(Buffer.from('x')).finally(line.close)
  },
}

/** This machine, its neighbours and the metadata of clouds, as people have spelled them to get past a filter. */
const spellings = [
  ...['127.0.0.1', '127.0.0.2', '127.1', '127.0.1', '127.255.255.254', '0', '0.0.0.0', '0.0.0.1'],
  ...['2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1', '0177.0.0.1', '0177.1', '017700000001'],
  ...['0x7f.0x0.0x0.0x1', '00000177.0.0.1', '0x0000007f.1', '127.0x1', '127.0.0x1', '127.00.00.01'],
  ...['10.0.0.1', '10.1', '167772161', '100.64.0.1', '169.254.169.254', '0xa9fea9fe', '2852039166'],
  ...['0251.0376.0251.0376', '169.254.43518', '169.16689662', '172.16.0.1', '172.31.255.255'],
  ...[
    '192.168.0.1',
    '192.168.1',
    '0xc0a80001',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '239.255.255.250',
  ],
  ...['240.0.0.1', '255.255.255.255', '192.88.99.1', '203.0.113.5'],
  ...['::1', '::', '0:0:0:0:0:0:0:1', '0000::0001', '::0.0.0.1', '::127.0.0.1', '::7f00:1'],
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::FFFF:127.0.0.1', '0:0:0:0:0:ffff:127.0.0.1'],
  ...['::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1', '::ffff:0:127.0.0.1'],
  ...[
    '64:ff9b::7f00:1',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
  ],
  ...[
    '2001:0:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
  ],
  ...['localhost', 'LOCALHOST', 'localhost.'],
]

test('there are at least sixty spellings', () =>
  expect(new Set(spellings).size).toBeGreaterThanOrEqual(60))

test.each(spellings)('%s leads nowhere', async (host) => {
  const closed = reach(nowhere)
  for (const go of Object.values(ways)) await expect(go(host, closed)).rejects.toThrow()
  expect(reached).toEqual([])
})

test.each([
  ...['http://①②⑦.⓪.⓪.①', 'http://127。0。0。1', 'http://127%2e0%2e0%2e1', 'http://0x7F.1'],
  ...['http://[::1]', 'http://[0:0::1]', 'http://[::ffff:127.0.0.1]', 'http://１２７.０.０.１'],
])('%s leads nowhere', async (origin) => {
  const line = httpLine(reach(nowhere), {})
  const asked = line.send({ url: `${origin}:${port}/`, headers: {} }, signal)
  await expect(asked.finally(line.close)).rejects.toThrow('--allow-private-targets')
  expect(reached).toEqual([])
})

test('what the operator allows is reached, and nothing beside it', async () => {
  const allowed = new BlockList()
  allowed.addAddress('127.0.0.2', 'ipv4')
  const open = reach(allowed)
  const socket = await openSocket({ host: '127.0.0.2', port }, open, signal)
  socket.on('error', () => {}).destroy()
  await expect(openSocket({ host: '127.0.0.1', port }, open, signal)).rejects.toThrow('127.0.0.1')
})

/** Each question is answered by another address: one that is allowed, one that is not, or both. */
function turning(answers: readonly (readonly string[])[]): Resolve {
  let asked = 0
  return (_, __, done) => {
    const addresses = answers[asked++ % answers.length] ?? []
    done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )
  }
}

test('a name that changes its address between looking and connecting is never followed to a forbidden one', async () => {
  const allowed = new BlockList()
  allowed.addAddress('127.0.0.2', 'ipv4')
  const turns = [
    ['127.0.0.2'],
    ['127.0.0.1'],
    ['127.0.0.1', '127.0.0.2'],
    ['127.0.0.1', '10.0.0.1'],
  ]
  const open = reach(allowed, turning(turns))
  let refused = 0
  for (let round = 0; round < 1_000; round++) {
    const way = Object.values(ways)[round % 3]
    await way?.('rebinding.example', open).catch((error: Error) => {
      if (error.message.includes('--allow-private-targets')) refused += 1
    })
  }
  expect(new Set(reached)).toEqual(new Set(['::ffff:127.0.0.2']))
  expect(refused).toBe(500)
})
