import { setTimeout } from 'node:timers/promises'
import { soleServer } from '../../store/sole-server.ts'
import type { Target } from '../../store/state/targets.ts'
import { type ExportGround, openRun, runLive, runWanted } from './target-run.ts'

/** How often it is looked what targets there are. */
const lookMs = 500
/** How long a target is left alone whose work broke off for a reason of ours. */
const restMs = 5_000

type Running = { readonly revision: number; stop(): Promise<void> }

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Settings that cannot be used are for a person to put right. */
async function pauseBroken({ store, log }: ExportGround, target: Target, error: unknown) {
  const reason = sentence(error)
  log.error({ target: target.name, error }, 'an export target cannot be used')
  await store.transaction(({ targets }) =>
    targets.setStanding(target.target_uid, { status: 'paused', reason }),
  )
}

async function serveTarget(ground: ExportGround, target: Target, signal: AbortSignal) {
  const run = await Promise.resolve()
    .then(() => [openRun(ground, target, signal), openRun(ground, target, signal)] as const)
    .catch((error: unknown) => pauseBroken(ground, target, error))
  if (!run) return
  const [live, wanted] = run
  try {
    await Promise.all([runLive(live), runWanted(wanted)])
  } finally {
    await Promise.allSettled([live.sender.close(), wanted.sender.close()])
  }
}

/** Serves a target until it is stopped; what breaks off for a reason of ours begins again. */
function start(ground: ExportGround, target: Target): Running {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async () => {
    while (!signal.aborted) {
      await serveTarget(ground, target, signal).catch((error: unknown) =>
        ground.log.error(
          { target: target.name, error },
          'an export broke off: going on in a while',
        ),
      )
      await setTimeout(restMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const ended = work()
  return {
    revision: target.revision,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/**
 * Serves every live target until the signal aborts. Of several servers over one store one exports, and another takes over when it
 * dies: then the batch in flight comes twice, with the same event ids.
 */
export async function keepExports(ground: ExportGround, signal: AbortSignal): Promise<void> {
  const { store, log } = ground
  const exporter = soleServer(store, 'exports')
  const running = new Map<string, Running>()

  async function stopAll(wanted: ReadonlyMap<string, Target>) {
    const over = [...running].filter(
      ([uid, { revision }]) => wanted.get(uid)?.revision !== revision,
    )
    await Promise.all(
      over.map(async ([uid, { stop }]) => {
        await stop()
        running.delete(uid)
      }),
    )
  }

  async function look() {
    const all = (await exporter.isUs()) ? await store.read(({ targets }) => targets.list()) : []
    const live = new Map(
      all.filter(({ status }) => status === 'live').map((target) => [target.target_uid, target]),
    )
    await stopAll(live)
    for (const [uid, target] of live) if (!running.has(uid)) running.set(uid, start(ground, target))
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) => log.error({ error }, 'export targets were not read'))
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await stopAll(new Map())
  await exporter.leave()
}
