import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SealedRequest } from '../src/client/crypto/device-envelope.ts'
import { median, rateOf } from './clients.ts'
import { boundDevice, firstOwner, sealedReads } from './device.ts'
import { pinThisProcess, runPinned, startPinned } from './pinned.ts'
import { write } from './print.ts'

const clients = 64
const warmUp = 1_500
const requests = 3_000
const rounds = 3

/** Sends prepared requests over connections that stay open, one after the other, as many as there are. */
function sender(url: string) {
  const target = new URL('/api/rest/sm/v1/get_secret', url)
  const options: RequestOptions = { method: 'POST' }
  const secure = target.protocol === 'https:'
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  const send = secure ? httpsRequest : httpRequest

  return ({ headers, body }: SealedRequest) =>
    new Promise<void>((resolve, reject) => {
      const sized = { ...headers, 'content-length': String(body.length) }
      const call = send(target, { ...options, agent, headers: sized }, (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`get_secret answered ${response.statusCode}`)),
        )
      })
      call.once('error', reject)
      call.end(body)
    })
}

/** `get_secret` a second on one core, with so many records shared. */
async function readRate(records: number, tls: 'on' | 'off'): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const server = await startPinned('--data', folder, '--listen', '127.0.0.1:0', '--tls', tls)
  try {
    const owner = await firstOwner(server.url, folder)
    const device = await boundDevice(owner, server.url, records)
    const send = sender(server.url)
    const sealed = await sealedReads(device, warmUp + rounds * requests)
    const next = () => send(sealed.pop() as SealedRequest)
    await rateOf(clients, warmUp, next)
    const rates: number[] = []
    for (let round = 0; round < rounds; round++) rates.push(await rateOf(clients, requests, next))
    return median(rates)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}

const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)} %`

/** A device's read over HTTP, durable event and all, beside the crypto that it cannot do without. */
export async function benchGetSecret(): Promise<void> {
  pinThisProcess()
  const { floor, withImport } = runPinned<{ floor: number; withImport: number }>('crypto-floor.ts')
  write(
    `crypto floor on one core: ${Math.round(floor)}/s, with the import of the ephemeral key ${Math.round(withImport)}/s`,
  )
  for (const records of [1, 20])
    for (const tls of ['off', 'on'] as const) {
      const rate = await readRate(records, tls)
      write(
        `get_secret, ${records} shared, TLS ${tls}, ${clients} connections: ${Math.round(rate)}/s, ${percent(rate, floor)} of the floor (${percent(rate, withImport)} with the import)`,
      )
    }
}
