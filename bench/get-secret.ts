import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, rateOf } from './clients.ts'
import { boundDevice, firstOwner, sealedReads } from './device.ts'
import {
  type PinnedServer,
  pinThisProcess,
  runPinned,
  startPinned,
  startPinnedFile,
} from './pinned.ts'
import { write } from './print.ts'
import { openLines, requestBytes } from './raw-http.ts'

/** What V8 has compiled by then is what a server runs for weeks: the first requests of a process cost half as much again. */
const warmUp = 40_000
const requests = 2_000
const rounds = 5

const bothCores = '0,1'

/** A server and a device of it that is about to ask. */
export type Reading = {
  /** How many records are shared with the device. */
  readonly records: number
  /** How many connections ask at the same time, all kept open. */
  readonly connections: number
  readonly tls: 'on' | 'off'
  /** The server's cores: one, while whoever asks has the other, or both for both. */
  readonly cores: '0' | typeof bothCores
}

/** Operations a second of nothing but crypto on one core, by the processor's time. */
type Floor = { readonly floor: number; readonly withImport: number }

/** What one round says: answers a second, processor time of the server a request, and the floor of the same moment. */
type Round = { readonly rate: number; readonly cpu: number; readonly floor: number }

const million = 1_000_000

async function measured(
  server: PinnedServer,
  connections: number,
  next: () => Promise<void>,
): Promise<Round> {
  const { floor } = runPinned<Floor>('crypto-floor.ts')
  const before = (await server.cpu()) ?? Number.NaN
  const rate = await rateOf(connections, requests, next)
  const after = (await server.cpu()) ?? Number.NaN
  return { rate, cpu: (after - before) / requests, floor }
}

/** What somebody who reads has in hand: sends one of the prepared requests on a free connection. */
export type Reader = { readonly server: PinnedServer; next(): Promise<void> }

/** Runs `work` with a warm server and `count` requests that were sealed before. */
export async function withReader<Result>(
  { records, connections, tls, cores }: Reading,
  count: number,
  work: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const flags = ['--data', folder, '--listen', '127.0.0.1:0', '--tls', tls]
  const server = await startPinned({ flags, cores })
  pinThisProcess(cores === bothCores ? bothCores : undefined)
  try {
    const owner = await firstOwner(server.url, folder)
    const device = await boundDevice(owner, server.url, records)
    const url = `${server.url}/api/rest/sm/v1/get_secret`
    const sealed = await sealedReads(device, warmUp + count)
    const waiting = sealed.map((request) => requestBytes(url, request))
    const lines = await openLines(server.url, connections)
    const next = () => lines.send(waiting.pop() as Buffer)
    await rateOf(connections, warmUp, next)
    const result = await work({ server, next })
    lines.close()
    return result
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

/** Medians of several rounds: answers a second, as a share of the floor, and the same by processor time. */
export type Read = {
  readonly rate: number
  readonly share: number
  readonly cpu: number
  readonly cpuShare: number
}

/** Rounds of asking, the floor measured between them. */
async function readRounds({ server, next }: Reader, connections: number): Promise<Read> {
  const all: Round[] = []
  for (let round = 0; round < rounds; round++) all.push(await measured(server, connections, next))
  const middle = (of: (round: Round) => number) => median(all.map(of))
  return {
    rate: Math.round(middle(({ rate }) => rate)),
    share: middle(({ rate, floor }) => rate / floor),
    cpu: Math.round(middle(({ cpu }) => cpu)),
    cpuShare: middle(({ cpu, floor }) => million / cpu / floor),
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

const said = ({ records, connections, tls, cores }: Reading) =>
  `get_secret, ${records} shared, ${connections} connections, TLS ${tls}, ${cores === '0' ? 'one core' : 'two cores'}`

const say = (what: string, { rate, share, cpu, cpuShare }: Read) =>
  write(
    `${what}: ${rate}/s, ${percent(share)} of the floor; ${cpu} µs of the processor each, ${percent(cpuShare)} of the floor`,
  )

/** Measures one and prints its line. */
export async function printRead(reading: Reading): Promise<Read> {
  const read = await withReader(reading, rounds * requests, (reader) =>
    readRounds(reader, reading.connections),
  )
  say(said(reading), read)
  return read
}

/** As many bytes as a device sends. */
const asLarge = {
  headers: { TransmissionKey: 'x'.repeat(168), Authorization: 'x'.repeat(106), PublicKeyId: '99' },
  body: Buffer.alloc(300),
}

/** The most that is left for a server when HTTP has had its part: what one reaches that only does the crypto. */
async function printMost(connections: number): Promise<void> {
  const server = await startPinnedFile('crypto-server.ts')
  pinThisProcess()
  const lines = await openLines(server.url, connections)
  const request = requestBytes(server.url, asLarge)
  const next = () => lines.send(request)
  await rateOf(connections, warmUp, next)
  say('a server that does nothing but the crypto', await readRounds({ server, next }, connections))
  lines.close()
  await server.stop()
}

/**
 * A device's read over HTTP, durable event and all, beside the crypto that it cannot do without on one core. With two cores
 * the asking is done on them as well.
 */
export async function benchGetSecret(): Promise<void> {
  const { floor, withImport } = runPinned<Floor>('crypto-floor.ts')
  write(
    `crypto floor on one core: ${Math.round(floor)}/s, ${Math.round(million / floor)} µs each; with the import of the ephemeral key ${Math.round(withImport)}/s`,
  )
  await printMost(64)
  for (const records of [1, 20])
    for (const tls of ['off', 'on'] as const) {
      const reading = { records, connections: 64, tls }
      const one = await printRead({ ...reading, cores: '0' })
      const two = await printRead({ ...reading, cores: bothCores })
      write(`the second core brings ${(two.rate / one.rate).toFixed(2)}×`)
    }
}
