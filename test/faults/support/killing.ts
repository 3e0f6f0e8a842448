import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeClients } from './clients.ts'
import { contradictions } from './history.ts'
import type { KillableServer } from './killable-server.ts'
import { memoryFolder } from './memory-folder.ts'
import { randomFrom } from './random.ts'
import { reopen } from './reopen.ts'

export type Killing = {
  readonly seed: number
  readonly kills: number
  readonly clients: number
  /** Each server is killed at a moment between 0 and this after its first answer, some after the first request. */
  readonly withinMs: number
  readonly reads: number
  /** Makes whatever lies in the folder before the first start, and says how each server is started on it. */
  ground(folder: string): Promise<Ground>
}

export type Ground = {
  start(): KillableServer
  /** Ends what `start` keeps ready. */
  end(): Promise<void>
}

/** Counts over many kills; every one but the first four must be 0. */
export type Tally = {
  readonly kills: number
  readonly asked: number
  readonly acknowledged: number
  readonly events: number
  readonly lost: number
  readonly doubled: number
  readonly unasked: number
  readonly overtaken: number
  readonly gaps: number
  readonly refused: number
  readonly problems: readonly string[]
}

/** How many are killed while they still open the folder, or right after. */
const whileStarting = 0.2

/**
 * The killed folder is looked at in a copy, so that the next server finds it exactly as the kill left it. The index of the
 * write-ahead log (-shm) is no data: whoever opens the database first makes it anew.
 */
async function reopenCopy(folder: string) {
  const place = await mkdtemp(join(memoryFolder, 'keepwatch-killed-'))
  try {
    const filter = (file: string) => !basename(file).endsWith('-shm')
    await cp(folder, place, { recursive: true, filter })
    return await reopen(place)
  } finally {
    await rm(place, { recursive: true })
  }
}

/** Starts a server, kills it, looks at what it left; again and again on one folder, with the same clients. */
export async function killAgainAndAgain(killing: Killing): Promise<Tally> {
  const random = randomFrom(killing.seed)
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-kill-'))
  const clients = makeClients({ count: killing.clients, random, reads: killing.reads })
  const counts = { lost: 0, doubled: 0, unasked: 0, overtaken: 0, gaps: 0 }
  const problems: string[] = []
  let events = 0

  async function live({ start }: Ground) {
    const server = start()
    const { answered, ended } = clients.use(server)
    if (!random.chance(whileStarting)) await answered
    await sleep(random.below(killing.withinMs + 1))
    await server.kill()
    await ended
    const found = await reopenCopy(folder)
    const against = contradictions(clients.history, found.markers)
    counts.lost += against.lost.length
    counts.doubled += against.doubled.length
    counts.unasked += against.unasked.length
    counts.overtaken += against.overtaken.length
    counts.gaps += found.gaps.length
    problems.push(...found.problems)
    events = found.size
    clients.settle(new Set(found.markers))
  }

  const ground = await killing.ground(folder)
  try {
    for (let kill = 0; kill < killing.kills; kill++) await live(ground)
  } finally {
    await ground.end()
    await rm(folder, { recursive: true })
  }
  return {
    ...counts,
    kills: killing.kills,
    asked: clients.history.length,
    acknowledged: clients.history.filter(({ acknowledged }) => acknowledged !== undefined).length,
    events,
    refused: clients.refused.length,
    problems: [...problems, ...clients.refused],
  }
}
