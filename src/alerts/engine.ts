import type { Clock } from '../kernel/clock.ts'
import type { LogEntry, Store, Transaction } from '../store/store.ts'
import type { AlertParts } from './alert-house.ts'
import { keptGroups } from './group-memory.ts'
import { judge } from './judge.ts'
import type { Outcome } from './stretch.ts'
import { readWatch, revisionOf, type Watch } from './watch.ts'
import { writeOutcome } from './write-outcome.ts'

/** What alerts stand on. */
export type AlertGround = AlertParts & { readonly store: Store; readonly clock: Clock }

/** Under which name the log knows how far alerts have come. */
export const alertsCursor = 'alerts'

const pageSize = 500
/** A position that nothing hangs on is written down this often. */
const noteEveryMs = 5_000

/** Somebody changed a rule, or another server went on: what was worked out does not count. */
class Outdated extends Error {}

/** How far somebody is: in the log, and as it is kept. */
type Standpoint = { watch: Watch | undefined; position: number; noted: number; notedAt: number }

async function demandRevision(tx: Transaction, { revision }: Watch): Promise<void> {
  if ((await revisionOf(tx)) !== revision) throw new Outdated()
}

/** Without rules nothing is followed, and nothing waits for us. */
async function rest({ store }: AlertGround, watch: Watch, here: Standpoint): Promise<void> {
  here.position = (await store.events.size()) - 1
  if (here.noted < 0) return
  await store.transaction(async (tx) => {
    await demandRevision(tx, watch)
    await tx.cursors.remove(alertsCursor)
  })
  here.noted = -1
}

type Commit = { readonly outcome: Outcome | undefined; readonly to: number }

async function commit(
  { store, clock }: AlertGround,
  { watch, noted }: { watch: Watch; noted: number },
  { outcome, to }: Commit,
): Promise<void> {
  await store.transaction(async (tx) => {
    await demandRevision(tx, watch)
    if (((await tx.cursors.find(alertsCursor)) ?? -1) !== noted) throw new Outdated()
    await tx.cursors.set(alertsCursor, to)
    if (outcome) await writeOutcome(tx, outcome, clock)
  })
}

/**
 * Looks at the log, event by event, and writes down what rules make of it, in one transaction with how far it has come: a restart
 * neither repeats nor forgets. One at a time over a store: whoever is overtaken starts again from what is kept.
 */
export function alertEngine(parts: AlertGround) {
  const { store, house, ground } = parts
  const memory = keptGroups(store)
  const here: Standpoint = { watch: undefined, position: -1, noted: -1, notedAt: -Infinity }

  async function begin(): Promise<Watch> {
    memory.forget()
    const watch = await readWatch(store, { house, ground })
    const kept = await store.read(({ cursors }) => cursors.find(alertsCursor))
    here.noted = kept ?? -1
    here.position = here.noted
    here.watch = watch
    return watch
  }

  async function current(): Promise<Watch> {
    const revision = await store.read(revisionOf)
    return here.watch?.revision === revision ? here.watch : begin()
  }

  async function settle(watch: Watch, entries: readonly LogEntry[]): Promise<void> {
    const to = entries.at(-1)?.seq ?? here.position
    const { rulesOf } = watch
    const outcome = await judge({ store, ground, memory }, watch, { entries, rulesOf })
    const now = performance.now()
    if (outcome || now - here.notedAt > noteEveryMs) {
      await commit(parts, { watch, noted: here.noted }, { outcome, to })
      memory.keep(outcome?.groups ?? [])
      here.noted = to
      here.notedAt = now
    }
    here.position = to
  }

  async function look(): Promise<boolean> {
    const watch = await current()
    if (watch.rules.length === 0) return rest(parts, watch, here).then(() => false)
    const entries = await store.events.readAfter(here.position, { limit: pageSize })
    if (entries.length === 0) return false
    await settle(watch, entries)
    return true
  }

  return {
    /** Looks at what has come. False when there was nothing. Throws what kept it from being written: then nothing was. */
    async advance(): Promise<boolean> {
      try {
        return await look()
      } catch (error) {
        here.watch = undefined
        if (error instanceof Outdated) return true
        throw error
      }
    },
    position: () => here.position,
  }
}
