import { Failure } from '../../kernel/errors.ts'
import type { Connection } from './connection.ts'
import { isDiskFull, isRefusal, isStorageError } from './sqlite-error.ts'

/** What happens around a commit. */
export type CommitHooks = {
  /** Runs inside the transaction, just before the commit. */
  seal(): void
  /** Puts the commit on the disk. No other batch begins before it is there. */
  flush(): Promise<void>
  /** The commit is durable: tell the followers. */
  committed(): void
  /** After a batch. The next one begins when it is done. */
  after(): Promise<void>
  /** The whole batch is undone. */
  abandoned(): void
  /** The disk has no room for the batch. */
  full(): void
  /** The commit, or the roll-back after it, failed in a way that leaves the file's state unknown. */
  fatal(error: unknown): void
}

type Unit = {
  readonly work: () => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Units that share one flush. More would only make the first one wait longer. */
const batchLimit = 512

/** Runs a unit in a savepoint of its own; gives what settles it once the batch is on disk. */
function unitRunner(prepare: Connection['prepare']) {
  const savepoint = prepare('savepoint unit')
  const release = prepare('release unit')
  const undo = prepare('rollback to unit')

  return async ({ work, resolve, reject }: Unit): Promise<() => void> => {
    savepoint.run()
    try {
      const result = await work()
      release.run()
      return () => resolve(result)
    } catch (error) {
      if (isStorageError(error)) throw error
      undo.run()
      release.run()
      return () => reject(error)
    }
  }
}

/** What runs between two batches. */
export type Chore = () => void | Promise<void>

/** Something to run and tell the outcome of. */
const told =
  (chore: Chore, [resolve, reject]: [() => void, (error: unknown) => void]) =>
  async () => {
    try {
      await chore()
      resolve()
    } catch (error) {
      reject(error)
    }
  }

/**
 * Units of work queue here and commit together: one flush for many, a savepoint each, so that a unit that fails does not
 * take its neighbours down. Units run one after the other; each is settled only after the flush.
 */
export function groupCommit({ database, prepare }: Connection, hooks: CommitHooks) {
  const queue: Unit[] = []
  const chores: (() => Promise<void>)[] = []
  let draining: Promise<void> | undefined

  const begin = prepare('begin immediate')
  const commit = prepare('commit')
  const rollback = prepare('rollback')
  const runUnit = unitRunner(prepare)

  async function runBatch() {
    const batch = queue.splice(0, batchLimit)
    try {
      begin.run()
      const settlements: (() => void)[] = []
      for (const unit of batch) settlements.push(await runUnit(unit))
      hooks.seal()
      commit.run()
      await hooks.flush()
      hooks.committed()
      for (const settle of settlements) settle()
    } catch (error) {
      abandon(batch, error)
    }
  }

  /** A full disk refuses the batch and the server lives on; after a failed flush nothing can be believed any more. */
  function abandon(batch: readonly Unit[], error: unknown) {
    try {
      rollback.run()
    } catch {
      // SQLite has rolled back by itself; if it has not, that is seen below.
    }
    hooks.abandoned()
    if (isDiskFull(error)) hooks.full()
    if (!isRefusal(error) || database.isTransaction) hooks.fatal(error)
    const reason = new Failure('busy', 'the store could not be written', { cause: error })
    for (const unit of batch) unit.reject(reason)
  }

  async function drain() {
    while (queue.length + chores.length > 0) {
      for (const chore of chores.splice(0)) await chore()
      if (queue.length === 0) continue
      await runBatch()
      await hooks.after()
    }
    draining = undefined
  }

  const wake = () => {
    draining ??= new Promise<void>((started) => setImmediate(started)).then(drain)
  }

  return {
    /** Runs `work` in the next batch; resolves with its result once that is on disk. */
    submit: <Result>(work: () => Promise<Result>): Promise<Result> =>
      new Promise<Result>((resolve, reject) => {
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject })
        wake()
      }),
    /** Runs `chore` between two batches, outside of any transaction. It must be short: everybody waits. */
    between: (chore: Chore): Promise<void> =>
      new Promise((resolve, reject) => {
        const failed = (error: unknown) => {
          if (isStorageError(error) && !isRefusal(error)) hooks.fatal(error)
          reject(error)
        }
        chores.push(told(chore, [resolve, failed]))
        wake()
      }),
    /** Resolves when everything that was submitted is settled. */
    idle: async () => {
      while (draining !== undefined) await draining
    },
  }
}
