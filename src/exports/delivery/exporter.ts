import { setTimeout } from 'node:timers/promises'
import { type SoleServer, soleServer } from '../../store/sole-server.ts'
import type { Target } from '../../store/state/targets.ts'
import { exportWork } from '../cursor-name.ts'
import { type ExportGround, openRun, runLive, runWanted } from './target-run.ts'

/** How often it is looked what targets there are. */
const lookMs = 500
/** How long a target is left alone whose work broke off for a reason of ours. */
const restMs = 5_000

type Running = { readonly revision: number; stop(): Promise<void> }
type Served = { readonly target: Target; readonly lease: SoleServer }

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Settings that cannot be used are for a person to put right. */
async function pauseBroken({ store, log }: ExportGround, target: Target, error: unknown) {
  const reason = sentence(error)
  log.error({ target: target.name, error }, 'an export target cannot be used')
  await store.transaction(({ targets }) =>
    targets.setStanding(target.target_uid, { status: 'paused', reason }),
  )
}

async function serveTarget(ground: ExportGround, served: Served, stopped: AbortSignal) {
  const { target } = served
  // Whoever notices that another server has the target stops both runs.
  const lost = new AbortController()
  const signal = AbortSignal.any([stopped, lost.signal])
  const serving = { ...served, signal, lose: () => lost.abort() }
  const run = await Promise.resolve()
    .then(() => [openRun(ground, serving), openRun(ground, serving)] as const)
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
function start(ground: ExportGround, served: Served): Running {
  const { target } = served
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async () => {
    while (!signal.aborted) {
      await serveTarget(ground, served, signal).catch((error: unknown) =>
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

/** The right to serve each target, which one server has at a time. */
function targetLeases({ store }: ExportGround) {
  const known = new Map<string, SoleServer>()
  return {
    of(uid: string): SoleServer {
      const lease = known.get(uid) ?? soleServer(store, `${exportWork}${uid}`)
      known.set(uid, lease)
      return lease
    },
    /** Lets others serve what is not in the list. */
    async keep(uids: readonly string[]): Promise<void> {
      const over = [...known].filter(([uid]) => !uids.includes(uid))
      for (const [uid] of over) known.delete(uid)
      await Promise.all(over.map(([, lease]) => lease.leave()))
    },
  }
}

/**
 * Serves every live target until the signal aborts. Of several servers over one store one serves a target, and another takes over when
 * it dies: then the batch in flight comes twice, with the same event ids.
 */
export async function keepExports(ground: ExportGround, signal: AbortSignal): Promise<void> {
  const { store, log } = ground
  const leases = targetLeases(ground)
  const running = new Map<string, Running>()

  async function end(uid: string, one: Running) {
    await one.stop()
    if (running.get(uid) === one) running.delete(uid)
  }

  /** A target may take its time to end; the leases of the others have to be renewed meanwhile. */
  function endOthers(wanted: ReadonlyMap<string, Target>): readonly Promise<void>[] {
    const over = [...running].filter(
      ([uid, { revision }]) => wanted.get(uid)?.revision !== revision,
    )
    return over.map(([uid, one]) => end(uid, one))
  }

  /** The live targets that are ours to serve; those of others are left to them. */
  async function ours(): Promise<ReadonlyMap<string, Target>> {
    const all = await store.read(({ targets }) => targets.list())
    const live = all.filter(({ status }) => status === 'live')
    await leases.keep(live.map(({ target_uid }) => target_uid))
    const held = await Promise.all(live.map(({ target_uid }) => leases.of(target_uid).isUs()))
    const mine = live.filter((_, at) => held[at])
    return new Map(mine.map((target) => [target.target_uid, target]))
  }

  async function look() {
    const wanted = await ours()
    endOthers(wanted)
    for (const [uid, target] of wanted)
      if (!running.has(uid)) running.set(uid, start(ground, { target, lease: leases.of(uid) }))
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) => log.error({ error }, 'export targets were not read'))
    await setTimeout(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(endOthers(new Map()))
  await leases.keep([])
}
