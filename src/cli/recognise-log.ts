import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ApiClient } from '../client/api.ts'
import { Failure } from '../kernel/errors.ts'
import type { GlobalOptions } from './global-options.ts'
import { homeFile, writeHomeFile } from './home-file.ts'
import { continueLog, type KnownLog, knownSize, type ShownLog } from './known-log.ts'

const knownLogs = homeFile({
  name: 'checkpoints.json',
  entry: z.object({ vkeys: z.array(z.string()).readonly(), checkpoint: z.string() }),
  remedy: 'put it aside, and compare it with the newest checkpoint of the server by hand',
})

const attempts = 5
const pauseMs = 400

/** What the server shows, or undefined when it has signed nothing: a server that is new signs within a second. */
async function shownBy(api: ApiClient, from: number): Promise<ShownLog | undefined> {
  for (let left = attempts; left > 0; left--) {
    const param = { from: String(from) }
    const answer = await api.proofs.consistency[':from'].$get({ param }).catch((error) => {
      if (error instanceof Failure && error.kind === 'busy') return undefined
      throw error
    })
    if (answer) return answer.json()
    await sleep(pauseMs)
  }
  return undefined
}

type Where = Pick<GlobalOptions, 'home' | 'server' | 'trustNewLog'>

/** Keeps both sides of a contradiction: with the signatures in it, it convicts whoever holds the key. */
async function keepEvidence({ home, server }: Where, sides: object): Promise<string> {
  const at = new Date().toISOString()
  const file = join(home, 'evidence', `${new URL(server).host}-${at}.json`.replaceAll(':', '-'))
  await writeHomeFile(file, JSON.stringify({ server, at, ...sides }, null, 2))
  return file
}

async function demandContinuity(
  known: KnownLog | undefined,
  shown: ShownLog | undefined,
  where: Where,
): Promise<KnownLog | undefined> {
  try {
    if (shown) return continueLog(known, shown)
    if (known) throw new Failure('unproven', 'shows no signed log at all, but had one before')
    return undefined
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const file = await keepEvidence(where, { finding: cause.message, known, shown })
    throw new Failure(
      'unproven',
      `${where.server} ${cause.message}. Both sides are kept in ${file}: ask whoever runs it. To go on with what it shows now: keepwatch login --trust-new-log`,
      { cause },
    )
  }
}

/**
 * Demands that the server's log continues what this machine has seen of it (KEEPWATCH_HOME/checkpoints.json), and remembers
 * the newest checkpoint. Throws `unproven` when the server shows another past, and remembers nothing of that.
 */
export async function recogniseLog(api: ApiClient, where: Where): Promise<void> {
  const { home, server, trustNewLog } = where
  const found = await knownLogs.find(home, server)
  if (found && trustNewLog)
    await keepEvidence(where, { finding: 'given up on demand', known: found })
  const known = trustNewLog ? undefined : found
  const shown = await shownBy(api, knownSize(known))
  const now = await demandContinuity(known, shown, where)
  if (now && now.checkpoint !== found?.checkpoint) await knownLogs.save(home, server, now)
}
