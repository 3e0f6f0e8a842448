import { newUid } from '../../../src/kernel/ids.ts'
import type { Operation } from './history.ts'
import { Gone, type KillableServer, markerOf, type Request } from './killable-server.ts'
import type { Random } from './random.ts'

/** The newest record of a client, at the revision that it knows of. */
type Held = { readonly record_uid: string; readonly revision: number }

type Client = {
  readonly number: number
  readonly random: Random
  held?: Held
  /** What it asked for last, until it knows what became of it. */
  open?: Request
}

export type ClientOptions = {
  readonly count: number
  readonly random: Random
  /** How many of its requests read as a device does; the others change records. */
  readonly reads: number
}

/** From a fraction of a database page to several. */
const dataOf = (random: Random) => {
  const length = random.chance(0.1) ? 9_000 : 30 + random.below(900)
  return Buffer.alloc(length, random.below(256)).toString('base64')
}

/** Devices of tests name version 17.5.0 when they bind. */
const firstNumber = 100

const ownerKey = Buffer.alloc(60, 7).toString('base64')

/** The same clients outlive many servers: each asks, waits for the answer, and asks again, until the server is gone. */
export function makeClients({ count, random, reads }: ClientOptions) {
  const clients: Client[] = Array.from({ length: count }, (_, number) => ({ number, random }))
  const history: Operation[] = []
  const refused: string[] = []
  let moment = 0
  let readings = 0

  function next({ number, held }: Client): Request {
    if (random.chance(reads))
      return { read: { version: `ms17.${firstNumber + number}.${readings++}` } }
    const data = dataOf(random)
    if (!held || random.chance(0.1))
      return { add: { record_uid: newUid(), owner_key: ownerKey, data } }
    return { update: { ...held, data } }
  }

  /** What it knows once a request is known to be done. */
  function learn(client: Client, request: Request) {
    if ('add' in request) client.held = { record_uid: request.add.record_uid, revision: 1 }
    if ('update' in request) {
      const { record_uid, revision } = request.update
      client.held = { record_uid, revision: revision + 1 }
    }
  }

  async function live(client: Client, server: KillableServer) {
    for (;;) {
      const request = next(client)
      const operation: Operation = { marker: markerOf(request), began: moment++ }
      history.push(operation)
      client.open = request
      await server.send(request)
      operation.acknowledged = moment++
      learn(client, request)
      delete client.open
    }
  }

  return {
    history: history as readonly Operation[],
    /** Sentences with which a server refused what it should have done. */
    refused: refused as readonly string[],
    /** Says when the first of them has an answer, and when all have noticed that the server is gone. */
    use(server: KillableServer) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const heard: KillableServer = {
        ...server,
        send: (request) => server.send(request).finally(resolve),
      }
      const lives = clients.map((client) => live(client, heard))
      const ended = Promise.allSettled(lives).then((ends) => {
        for (const end of ends)
          if (end.status === 'rejected' && !(end.reason instanceof Gone))
            refused.push(String(end.reason))
      })
      return { answered: promise, ended }
    },
    /** Tells them what became of the requests that were not answered. */
    settle(logged: ReadonlySet<string>) {
      for (const client of clients)
        if (client.open && logged.has(markerOf(client.open))) learn(client, client.open)
    },
  }
}
