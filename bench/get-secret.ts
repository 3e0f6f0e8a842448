import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, rateOf } from './clients.ts'
import { boundDevice, firstOwner, sealedReads } from './device.ts'
import { type PinnedServer, pinThisProcess, runPinned, startPinned } from './pinned.ts'
import { write } from './print.ts'
import { openLines, requestBytes } from './raw-http.ts'

const clients = 64
const warmUp = 3_000
const requests = 2_000
const rounds = 5

/** Operations a second of nothing but crypto on the server's core, by the processor's time. */
type Floor = { readonly floor: number; readonly withImport: number }

/** What one round says: answers a second, processor time of the server a request, and the floor of the same moment. */
type Round = { readonly rate: number; readonly cpu: number; readonly floor: number }

const million = 1_000_000

async function measured(server: PinnedServer, next: () => Promise<void>): Promise<Round> {
  const { floor } = runPinned<Floor>('crypto-floor.ts')
  const before = (await server.cpu()) ?? Number.NaN
  const rate = await rateOf(clients, requests, next)
  const after = (await server.cpu()) ?? Number.NaN
  return { rate, cpu: (after - before) / requests, floor }
}

/** Rounds of `get_secret` on one core, with so many records shared. */
async function readRounds(records: number, tls: 'on' | 'off'): Promise<readonly Round[]> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const flags = ['--data', folder, '--listen', '127.0.0.1:0', '--tls', tls]
  const server = await startPinned({ flags })
  try {
    const owner = await firstOwner(server.url, folder)
    const device = await boundDevice(owner, server.url, records)
    const url = `${server.url}/api/rest/sm/v1/get_secret`
    const sealed = await sealedReads(device, warmUp + rounds * requests)
    const waiting = sealed.map((request) => requestBytes(url, request))
    const lines = await openLines(server.url, clients)
    const next = () => lines.send(waiting.pop() as Buffer)
    await rateOf(clients, warmUp, next)
    const done: Round[] = []
    for (let round = 0; round < rounds; round++) done.push(await measured(server, next))
    lines.close()
    return done
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`

const middle = (rounds: readonly Round[], of: (round: Round) => number) => median(rounds.map(of))

/** A device's read over HTTP, durable event and all, beside the crypto that it cannot do without. */
export async function benchGetSecret(): Promise<void> {
  pinThisProcess()
  const { floor, withImport } = runPinned<Floor>('crypto-floor.ts')
  write(
    `crypto floor on one core: ${Math.round(floor)}/s, ${Math.round(million / floor)} µs each; with the import of the ephemeral key ${Math.round(withImport)}/s`,
  )
  for (const records of [1, 20])
    for (const tls of ['off', 'on'] as const) {
      const all = await readRounds(records, tls)
      const rate = Math.round(middle(all, (round) => round.rate))
      const wall = percent(middle(all, (round) => round.rate / round.floor))
      const cpu = Math.round(middle(all, (round) => round.cpu))
      const share = percent(middle(all, (round) => million / round.cpu / round.floor))
      write(
        `get_secret, ${records} shared, TLS ${tls}, ${clients} connections: ${rate}/s, ${wall} of the floor; ${cpu} µs of the processor each, ${share} of the floor`,
      )
    }
}
