import { textThread } from '../../kernel/text-thread.ts'

/** How many pages the write-ahead log has, and how many of them are in the database by now. */
export type Copied = { readonly log: number; readonly checkpointed: number }

/** A mode of `pragma wal_checkpoint` (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). */
export type CopyMode = 'passive' | 'truncate'

type Answer = Copied | { readonly errcode: number | undefined; readonly message: string }

/** What the thread does. Errors of SQLite lose their code on the way when they are thrown. */
function thread(): void {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const database = new DatabaseSync(String(workerData))
  database.exec('pragma synchronous = normal; pragma busy_timeout = 5000')

  function copied(mode: string): unknown {
    try {
      return { ...database.prepare(`pragma wal_checkpoint(${mode})`).get() }
    } catch (error) {
      const { errcode, message } = error as Error & { readonly errcode?: number }
      return { errcode, message }
    }
  }

  parentPort?.on('message', (order: string) => {
    if (order !== 'close') return parentPort.postMessage(copied(order))
    database.close()
    parentPort.close()
  })
}

/** A thread with a connection of its own. It does one thing after the other, and keeps the process alive while it does. */
export function copyThread(database: string) {
  const worker = textThread(thread, database)
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const waiting: PromiseWithResolvers<Copied>[] = []
  let broken: Error | undefined

  const tell = (order: CopyMode | 'close') => {
    worker.ref()
    worker.postMessage(order)
  }
  worker.on('message', (answer: Answer) => {
    const asked = waiting.shift()
    if (waiting.length === 0) worker.unref()
    if ('log' in answer) return asked?.resolve(answer)
    asked?.reject(Object.assign(new Error(answer.message), { errcode: answer.errcode }))
  })
  worker.on('error', (error: Error) => {
    broken = error
    for (const { reject } of waiting.splice(0)) reject(error)
  })

  return {
    /** Rejects with SQLite's code in `errcode`. */
    async copy(mode: CopyMode): Promise<Copied> {
      if (broken) throw broken
      const asked = Promise.withResolvers<Copied>()
      waiting.push(asked)
      tell(mode)
      return asked.promise
    },
    async close(): Promise<void> {
      // The answer of a copy lets go of the thread, which must not happen once the end is waited for.
      await Promise.allSettled(waiting.map(({ promise }) => promise))
      tell('close')
      await ended
    },
  }
}
