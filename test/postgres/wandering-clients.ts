import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { newUid } from '../../src/kernel/ids.ts'
import type { Operation } from '../faults/support/history.ts'
import { writerToken } from '../faults/support/writer.ts'
import type { RawDevice } from '../support/raw-device.ts'

/** How a request ended that was not answered as it should be. Times are those of `performance.now()`. */
export type Mishap = {
  readonly began: number
  readonly ended: number
  /** Undefined when the connection broke. */
  readonly answer: string | undefined
}

type Sent = {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}
type Answer = { readonly status: number; readonly text: string }

/** A connection serves so many requests, and then another one is made, which may lead elsewhere. */
const perConnection = 20
/** A device that has waited so long asks anew. */
const patienceMs = 30_000
const pauseMs = 100
const firstNumber = 100

/** A line of its own to the balancer. */
function line() {
  let agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let sent = 0
  return {
    send({ url, headers, body }: Sent): Promise<Answer> {
      if (++sent % perConnection === 0) {
        agent.destroy()
        agent = new Agent({ keepAlive: true, maxSockets: 1 })
      }
      return new Promise((resolve, reject) => {
        const options = { method: 'POST', headers, agent, signal: AbortSignal.timeout(patienceMs) }
        const asking = request(url, options, (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          )
        })
        asking.on('error', reject)
        asking.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

const writing = {
  authorization: `Bearer ${writerToken}`,
  'content-type': 'application/json',
  'x-keepwatch-client': 'kw0.1.0',
}

/** One of the size that records have. */
function newRecord() {
  const record_uid = newUid()
  const [owner_key, data] = [60, 90].map((size) => Buffer.alloc(size, 7).toString('base64'))
  return { record_uid, body: Buffer.from(JSON.stringify({ record_uid, owner_key, data })) }
}

/** Devices that read, and somebody who adds records, at whatever server the balancer leads them to. */
export function wanderingClients(url: string) {
  const history: Operation[] = []
  const added: Operation[] = []
  const mishaps: Mishap[] = []
  let moment = 0
  let stopped = false
  let answered = 0

  async function ask(operation: Operation, send: () => Promise<Answer>): Promise<boolean> {
    const began = performance.now()
    const answer = await send().catch(() => undefined)
    const ended = performance.now()
    if (answer && answer.status < 300) {
      operation.acknowledged = moment++
      return true
    }
    mishaps.push({ began, ended, answer: answer && `${answer.status} ${answer.text}` })
    await sleep(pauseMs)
    return false
  }

  function begin(marker: string, into: Operation[]): Operation {
    const operation: Operation = { marker, began: moment++ }
    into.push(operation)
    return operation
  }

  async function read(device: RawDevice, number: number) {
    const own = line()
    for (let n = 0; !stopped; n++) {
      const clientVersion = `ms17.${firstNumber + number}.${n}`
      const { headers, body } = await device.seal({ clientVersion })
      const sealed = { url: `${url}/api/rest/sm/v1/get_secret`, headers: { ...headers }, body }
      if (await ask(begin(clientVersion, history), () => own.send(sealed))) answered++
    }
    own.close()
  }

  async function add(everyMs: number) {
    const own = line()
    while (!stopped) {
      const { record_uid, body } = newRecord()
      const sent = { url: `${url}/api/v1/records`, headers: { ...writing }, body }
      await ask(begin(record_uid, added), () => own.send(sent))
      await sleep(everyMs)
    }
    own.close()
  }

  let running: Promise<unknown> = Promise.resolve()
  return {
    history: history as readonly Operation[],
    added: added as readonly Operation[],
    mishaps: mishaps as readonly Mishap[],
    /** Reads that were answered with secrets so far. */
    answered: () => answered,
    start(devices: readonly RawDevice[], addEveryMs: number) {
      running = Promise.all([...devices.map(read), add(addEveryMs)])
    },
    async stop() {
      stopped = true
      await running
    },
  }
}
