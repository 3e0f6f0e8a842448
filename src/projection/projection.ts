import { setTimeout as sleep } from 'node:timers/promises'
import type { Scalar } from '../kernel/canonical-json.ts'
import type { Field } from '../query/field.ts'
import type { Asked } from './asked.ts'
import type { Ground } from './awake.ts'
import { bounded } from './bounded.ts'
import { keepFollowing } from './following.ts'
import { type Group, groupsOf, valuesOf } from './groups.ts'
import { inTime } from './in-time.ts'
import { numbersOf } from './numbers.ts'
import type { Question } from './question.ts'
import { type Sleeper, sleeper } from './sleeper.ts'

/** A question to the projection. */
export type Ask = Asked & {
  /** What presets such as `today` are counted from. */
  readonly now: Date
  /** Stops the answer. */
  readonly signal?: AbortSignal | undefined
}

/** Answers queries from columns that follow the log. Every answer is about all that was acknowledged before it was asked. */
export type Projection = {
  /** The numbers of the events that a query is about, in its order, in parts as they are found. */
  numbers(ask: Ask): AsyncGenerator<readonly number[]>
  /** The groups of a query, in no order. */
  groups(ask: Ask): Promise<readonly Group[]>
  /** The distinct values of a field, in no order. */
  values(field: Field, ask: Ask): Promise<readonly Scalar[]>
  /** Follows the log as long as somebody asks, until the signal aborts; then closes. */
  keep(signal: AbortSignal): Promise<void>
  /** Stops the answers that are being given, and closes the database. */
  close(): Promise<void>
}

const never = new AbortController().signal

/** Somebody to answer: each answer has a session of its own, and counts as long as it lasts. */
function desk({ wakeUp, catchUp, giveUp }: Sleeper) {
  const closing = new AbortController()
  let asking = 0
  let asked = performance.now()

  async function* session({ size, now, signal = never }: Ask): AsyncGenerator<Session> {
    asking++
    try {
      closing.signal.throwIfAborted()
      const woken = await wakeUp()
      const progress = () => ({ done: woken.keeper.next(), of: size })
      await inTime(catchUp(woken, size), progress)
      const question = await woken.question(now)
      try {
        yield { question, signal: AbortSignal.any([signal, closing.signal]) }
      } finally {
        woken.leave(question)
      }
    } finally {
      asked = performance.now()
      asking--
    }
  }

  return {
    session,
    idle: () => (asking > 0 ? 0 : performance.now() - asked),
    async close() {
      closing.abort()
      await giveUp()
      while (asking > 0) await sleep(5)
    },
  }
}

type Session = { readonly question: Question; readonly signal: AbortSignal }

export function projection(ground: Ground): Projection {
  const sleeping = sleeper(ground)
  const { session, idle, close } = desk(sleeping)

  async function* parts<Part>(
    ask: Ask,
    answer: (question: Question) => AsyncGenerator<Part>,
  ): AsyncGenerator<Part> {
    for await (const { question, signal } of session(ask)) {
      const answers = answer(question)
      for (;;) {
        const { done, value } = await bounded(question.session, { signal }, () => answers.next())
        if (done) return
        yield value
      }
    }
  }

  async function whole<Answer>(
    ask: Ask,
    answer: (question: Question) => Promise<Answer>,
  ): Promise<Answer> {
    for await (const { question, signal } of session(ask))
      return await bounded(question.session, { signal }, () => answer(question))
    throw new Error('a session began without a question')
  }

  async function end(): Promise<void> {
    await close()
    await sleeping.fallAsleep().catch(() => undefined)
  }

  return {
    numbers: (ask) => parts(ask, (question) => numbersOf(ask, question)),
    groups: (ask) => whole(ask, (question) => groupsOf(ask, question)),
    values: (field, ask) => whole(ask, (question) => valuesOf(field, ask, question)),
    async keep(signal) {
      await keepFollowing({ ground, sleeper: sleeping, idle }, signal)
      await end()
    },
    close: end,
  }
}
