import { BlockList } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { ExportFormat } from '../../src/exports/format.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { TargetType, Tools, Unit } from '../../src/exports/target.ts'
import { asUnit } from '../../src/exports/unit-of.ts'
import { type Verdict, verdictOnError } from '../../src/exports/verdict.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import { reach } from '../../src/outbound/reach.ts'
import { anyOutgoingEvent } from './any-outgoing-event.ts'
import type { Answer, Received } from './receiver.ts'

/** What an answer, or what happens instead of one, must be taken for. */
export type Sorted = Verdict['kind'] | { readonly refused: readonly number[] } | { at: number }

/** An answer to a batch of three events, as the vendor documents it. */
export type Answering = {
  readonly when: string
  readonly answer: Answer
  readonly becomes: Sorted
  /** It comes from where the access token is fetched, not from the receiver. */
  readonly at?: 'token'
}

/** Something that happens to a batch where no receiver answers. */
export type Happening = {
  readonly when: string
  act(): Promise<Verdict>
  readonly becomes: Sorted
}

/**
 * What a kind of target must hold to: a file of `test/contracts/answers/` for each file of `src/exports/targets/`. The answers
 * and the limits are the vendor's documents', whose page the file names.
 */
export type AnswerTable = {
  /** The kind. */
  readonly name: string
  /** The fewest settings that work, for a receiver at that address. */
  settings(url: string): Readonly<Record<string, unknown>>
  /** What makes it send soon, for kinds that collect for longer. */
  readonly hurried?: Readonly<Record<string, unknown>>
  /** The most that the receiver takes in one request; `eventBytes` in one event. */
  readonly most?: { readonly events: number; readonly bytes: number; readonly eventBytes?: number }
  readonly answers?: readonly Answering[]
  readonly happenings?: readonly Happening[]
  /** Which of the four cannot come about, and why. */
  readonly never?: Partial<Record<Verdict['kind'], string>>
  /** How it takes a request of any size; without, with the first answer that is `done`. */
  takes?(request: Received): Answer
  /** For kinds that fetch a token: where, and a good one. */
  readonly token?: { readonly path: RegExp; readonly answer: Answer }
}

/** Statuses that mean the same everywhere (RFC 9110). */
export const usualAnswers: readonly Answering[] = [
  {
    when: 'it is told to wait',
    answer: { status: 429, headers: { 'retry-after': '7' } },
    becomes: 'again',
  },
  { when: 'the server breaks', answer: { status: 500 }, becomes: 'again' },
  { when: 'nothing stands behind a proxy', answer: { status: 502 }, becomes: 'again' },
  { when: 'the server is busy', answer: { status: 503 }, becomes: 'again' },
  { when: 'a proxy waits in vain', answer: { status: 504 }, becomes: 'again' },
  {
    when: 'the address has moved',
    answer: { status: 301, headers: { location: '/' } },
    becomes: 'paused',
  },
  { when: 'the address is gone', answer: { status: 410 }, becomes: 'paused' },
]

/** A proxy or a sign-in page that says yes to everything has not taken anything. */
export const notFromThem = (status = 200): Answering => ({
  when: `something else answers ${status}`,
  answer: { status, body: '<html>Welcome</html>' },
  becomes: 'again',
})

export const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** What a receiver of that kind answers when all is well, whatever it is sent. */
export function takingAll({ takes, answers = [], token }: AnswerTable): (one: Received) => Answer {
  const done = answers.find(({ becomes }) => becomes === 'done')?.answer ?? { status: 200 }
  return (one) => {
    if (token?.path.test(one.path)) return token.answer
    return takes ? takes(one) : done
  }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)

const formats = await loadFamily<ExportFormat>(
  join(import.meta.dirname, '../../src/exports/formats'),
)

/** What a target stands on in these tests: loopback may be reached, and no other private address. */
export const testTools: Tools = {
  reach: reach(loopback),
  origin: { host: 'vault.example.com', version: '0.1.0' },
  folder: tmpdir(),
  formats,
}

/** How many events, and how long the sentence of each is at least. */
type Wanted = { readonly count: number; readonly length?: number }

export const eventsOf = ({ count, length = 0 }: Wanted): readonly OutgoingEvent[] =>
  fc
    .sample(anyOutgoingEvent, { numRuns: count, seed: 5 })
    .map((one, seq) => ({ ...one, seq, message: one.message.padEnd(length, '.') }))

/** Events of a target, as it writes them. */
export const unitsOf = (
  type: TargetType,
  settings: Readonly<Record<string, unknown>>,
  wanted: Wanted,
): readonly Unit[] =>
  eventsOf(wanted).map((event) => asUnit(event, type.line(event, settings, testTools)))

/** Sends a batch of three events, and says what becomes of it, as the frame takes it. */
export async function sendThree(
  kind: TargetType,
  given: Readonly<Record<string, unknown>>,
  tools: Partial<Tools> = {},
): Promise<Verdict> {
  const settings = kind.settings.parse(given)
  const sender = kind.open(settings, { ...testTools, ...tools })
  try {
    return await sender.send(unitsOf(kind, settings, { count: 3 }), AbortSignal.timeout(20_000))
  } catch (error) {
    return verdictOnError(error)
  } finally {
    await sender.close()
  }
}
