import { setTimeout as sleep } from 'node:timers/promises'
import { rfc3339 } from '../kernel/clock.ts'
import { conflict } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import type { Lease } from '../store/state/leases.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'

const seeEveryMs = 2_000
/** Who has said nothing for so long is no longer listed. */
const goneMs = 6_000
const forgottenMs = 86_400_000

/** What an export target's work begins with; its UID follows. */
const exporting = 'export '
/** What the only server over its store does besides exports. */
const everything = ['alerts', 'housekeeping', 'reports']

/** Work that one of several servers does at a time. */
export type ShownWork = {
  readonly work: string
  /** The name of the target, for the work `export`. */
  readonly target?: string
  readonly since: string
}

export type ShownServer = {
  /** Host and port, as its operator knows it. */
  readonly name: string
  readonly release: string
  readonly since: string
  /** It is the one that answers. */
  readonly is_this: boolean
  readonly works: readonly ShownWork[]
}

/** Which servers there are over the store of this one, and what each of them does. */
export type Presence = {
  list(): Promise<readonly ShownServer[]>
  /** Says that this server is there, until the signal aborts. */
  keep(signal: AbortSignal): Promise<void>
}

export type PresenceGround = {
  readonly store: Pick<Store, 'servers' | 'uid' | 'read' | 'transaction'>
  readonly log: Log
  readonly release: string
  /** Known once it listens. */
  name(): string
}

/** Throws `conflict` while a server runs over the store that would go on with what is about to change. */
export async function demandNobody({ read }: Pick<Store, 'read'>): Promise<void> {
  const running = await read(({ servers }) => servers.list(goneMs))
  if (running.length === 0) return
  const names = running.map(({ name }) => name).join(', ')
  throw conflict(`stop all servers first: ${names} ran a moment ago`)
}

const timeOf = (ms: number) => rfc3339(new Date(ms))

/** What a lease is for; undefined when its target is gone. */
async function shownWork({ targets }: State, { name, since }: Lease): Promise<ShownWork[]> {
  if (!name.startsWith(exporting)) return [{ work: name, since: timeOf(since) }]
  const all = await targets.list()
  const found = all.find(({ target_uid }) => target_uid === name.slice(exporting.length))
  return found ? [{ work: 'export', target: found.name, since: timeOf(since) }] : []
}

async function liveExports({ targets }: State): Promise<readonly string[]> {
  const all = await targets.list()
  return all.flatMap(({ status, target_uid }) =>
    status === 'live' ? [`${exporting}${target_uid}`] : [],
  )
}

/** The presence of this server among those over its store. Over a store of one server nothing is written for it. */
export function presenceOf({ store, log, release, name }: PresenceGround): Presence {
  const { uid } = store
  const started = Date.now()

  async function leasesOf(state: State): Promise<readonly Lease[]> {
    if (store.servers === 'several') return state.leases.list()
    const works = [...everything, ...(await liveExports(state))]
    return works.map((work) => ({ name: work, holder: uid, since: started }))
  }

  async function rowsOf({ servers }: State) {
    if (store.servers === 'several') return servers.list(goneMs)
    return [{ server_uid: uid, name: name(), release, started_at: started }]
  }

  const see = () =>
    store.transaction(({ servers }) => servers.see({ server_uid: uid, name: name(), release }))

  return {
    list: () =>
      store.read(async (state) => {
        const leases = await leasesOf(state)
        const shown = (await rowsOf(state)).map(async (row) => {
          const own = leases.filter(({ holder }) => holder === row.server_uid)
          const works = await Promise.all(own.map((lease) => shownWork(state, lease)))
          return {
            ...{ name: row.name, release: row.release, since: timeOf(row.started_at) },
            ...{ is_this: row.server_uid === uid, works: works.flat() },
          }
        })
        return Promise.all(shown)
      }),
    async keep(signal) {
      if (store.servers === 'one') return
      await store.transaction(({ servers }) => servers.removeGone(forgottenMs)).catch(() => {})
      while (!signal.aborted) {
        await see().catch((error: unknown) => log.warn({ error }, 'the store was not told'))
        await sleep(seeEveryMs, undefined, { signal }).catch(() => {})
      }
      await store.transaction(({ servers }) => servers.remove(uid)).catch(() => {})
    },
  }
}
