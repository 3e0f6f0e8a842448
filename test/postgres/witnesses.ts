import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** An HTTP receiver of a test that says yes to everything and keeps only what is counted. */
async function receiver(take: (path: string, body: string, id: string) => void) {
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined)
    if (body === undefined) return
    take(request.url ?? '', body, String(request.headers['webhook-id'] ?? ''))
    response.end('{"text":"Success","code":0}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const seqs = /"seq":(\d+),"leaf_hash"/g

/** A collector of Splunk's kind and a webhook for alerts, which remember what came, in which order, and how often. */
export async function startWitnesses() {
  const exported = new Set<number>()
  /** Sequence numbers that came for the first time behind a higher one. */
  const late: number[] = []
  /** Requests that held something that had come before. */
  let repeated = 0
  let highest = -1
  /** The numbers of the messages about each record, and how often each message came. */
  const told = new Map<string, Map<string, number>>()

  function takeEvents(body: string) {
    const batch = [...body.matchAll(seqs)].map(([, seq]) => Number(seq))
    if (batch.some((seq) => exported.has(seq))) repeated++
    for (const seq of batch) {
      if (!exported.has(seq) && seq < highest) late.push(seq)
      highest = Math.max(highest, seq)
      exported.add(seq)
    }
  }

  function takeMessage(body: string, id: string) {
    const { record } = JSON.parse(body) as { record: string }
    const messages = told.get(record) ?? new Map<string, number>()
    told.set(record, messages.set(id, (messages.get(id) ?? 0) + 1))
  }

  const { url, close } = await receiver((path, body, id) =>
    path.startsWith('/alerts') ? takeMessage(body, id) : takeEvents(body),
  )
  return {
    url,
    close,
    exported: exported as ReadonlySet<number>,
    late: late as readonly number[],
    repeated: () => repeated,
    told: told as ReadonlyMap<string, ReadonlyMap<string, number>>,
  }
}
