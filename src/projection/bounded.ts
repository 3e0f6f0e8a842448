import { Failure } from '../kernel/errors.ts'
import type { Session } from './engine.ts'

/** How long one step of an answer may take, in milliseconds. */
const usualPatienceMs = 60_000

/** An interrupt that comes before the query has begun is lost, so it is said again until the query has ended. */
const againMs = 20

const tooLong = (cause: unknown, patienceMs: number) =>
  new Failure(
    'busy',
    `The answer took longer than ${patienceMs / 1000} seconds and was stopped: ask about less time, or group by fewer fields.`,
    { cause },
  )

const tooMuch = (cause: unknown) =>
  new Failure(
    'busy',
    'The answer needs more memory than it may take: ask about less time, or group by fewer fields.',
    { cause },
  )

const stopped = (cause: unknown) =>
  new Failure('busy', 'The answer was stopped before it was whole: ask again.', { cause })

/** As DuckDB says it, and as ClickHouse does. */
const isShortOfMemory = (message: string) => /out of memory|memory limit/i.test(message)

type Bounds = { readonly signal: AbortSignal; readonly patienceMs?: number }

/** Runs a step of an answer; stops it when the signal aborts, or when it takes too long. */
export async function bounded<Result>(
  session: Session,
  { signal, patienceMs = usualPatienceMs }: Bounds,
  step: () => Promise<Result>,
): Promise<Result> {
  const patience = AbortSignal.timeout(patienceMs)
  const either = AbortSignal.any([signal, patience])
  let again: NodeJS.Timeout | undefined
  const interrupt = () => {
    session.interrupt()
    again = setInterval(() => session.interrupt(), againMs)
  }
  either.addEventListener('abort', interrupt, { once: true })
  try {
    either.throwIfAborted()
    return await step()
  } catch (cause) {
    if (signal.aborted) throw stopped(cause)
    if (patience.aborted) throw tooLong(cause, patienceMs)
    if (cause instanceof Error && isShortOfMemory(cause.message)) throw tooMuch(cause)
    throw cause
  } finally {
    either.removeEventListener('abort', interrupt)
    clearInterval(again)
  }
}
