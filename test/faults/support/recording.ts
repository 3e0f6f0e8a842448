import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LogEntry } from '../../../src/store/store.ts'
import { startAppendServer } from './append-server.ts'
import type { AppendAnswer } from './append-work.ts'
import { makeClients } from './clients.ts'
import { type FileOperation, fileOperations, straceInto } from './file-trace.ts'
import { Gone, type KillableServer, markerOf } from './killable-server.ts'
import type { Random } from './random.ts'
import { reopen } from './reopen.ts'

/** A file operation, or that a request was acknowledged: by then its event has to be on the disk. */
export type Recorded = FileOperation | { readonly kind: 'acknowledged'; readonly marker: string }

/** What processes did to a folder, one after the other, and all the events that were in it in the end. */
export type Recording = {
  readonly operations: readonly Recorded[]
  readonly bodies: ReadonlyMap<number, string>
  /** Where the event of each request stands. */
  readonly seqs: ReadonlyMap<string, number>
}

type Run = {
  readonly clients: number
  readonly requests: number
  readonly end: 'stop' | 'die'
  readonly prune?: number
}

/**
 * An empty folder; a process with one client; four clients, and a kill; the start on what it left, with enough changes that
 * the write-ahead log is copied into the database and begun anew; and old events dropped, with four clients again.
 */
const runs: readonly Run[] = [
  { clients: 1, requests: 40, end: 'stop' },
  { clients: 4, requests: 160, end: 'die' },
  { clients: 1, requests: 500, end: 'stop' },
  { clients: 4, requests: 100, end: 'stop', prune: 256 },
]

type Place = { readonly folder: string; readonly trace: string; readonly random: Random }

/** Lets clients work until they have asked often enough, and ends the process. Gives the markers by request number. */
async function work(run: Run, { folder, trace, random }: Place): Promise<readonly string[]> {
  const server = startAppendServer(folder, straceInto(trace))
  const markers: string[] = []
  const asking: KillableServer = {
    kill: server.kill,
    async send(request) {
      if (markers.length >= run.requests) throw new Gone()
      markers.push(markerOf(request))
      await server.send(request)
    },
  }
  const clients = makeClients({ count: run.clients, random, reads: 0 })
  await clients.use(asking).ended
  if (clients.refused.length > 0) throw new Error(clients.refused.join('\n'))
  if (run.prune !== undefined) await server.ask({ prune: run.prune })
  if (run.end === 'stop') await server.stop()
  else await server.ask({ die: true }).catch(() => server.ended)
  return markers
}

function recorded(operation: FileOperation, markers: readonly string[]): Recorded {
  if (operation.kind !== 'say') return operation
  const { id } = JSON.parse(operation.line) as AppendAnswer
  const marker = markers[id]
  return marker === undefined ? operation : { kind: 'acknowledged', marker }
}

/** The events as they are now, without touching the folder. */
async function entriesIn(folder: string): Promise<readonly LogEntry[]> {
  const copy = `${folder}-copy`
  await cp(folder, copy, { recursive: true })
  const { entries } = await reopen(copy)
  await rm(copy, { recursive: true })
  return entries
}

const seqsOf = (bodies: ReadonlyMap<number, string>) =>
  new Map(
    [...bodies].flatMap(([seq, body]) => {
      const { record_uid, revision } = JSON.parse(body) as Record<string, unknown>
      return record_uid === undefined ? [] : [[`${record_uid} ${revision}`, seq]]
    }),
  )

/** Records real processes over the real store. Needs strace. */
export async function record(random: Random): Promise<Recording> {
  const root = await mkdtemp(join(tmpdir(), 'keepwatch-recording-'))
  const [folder, trace] = [await mkdtemp(join(root, 'data-')), join(root, 'trace')]
  const operations: Recorded[] = []
  const bodies = new Map<number, string>()
  try {
    for (const run of runs) {
      const markers = await work(run, { folder, trace, random })
      for (const operation of await fileOperations(trace, folder))
        operations.push(recorded(operation, markers))
      for (const { seq, body } of await entriesIn(folder)) bodies.set(seq, body)
    }
  } finally {
    await rm(root, { recursive: true })
  }
  return { operations, bodies, seqs: seqsOf(bodies) }
}
