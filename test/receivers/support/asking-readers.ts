import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../faults/support/history.ts'
import { writerToken } from '../../faults/support/writer.ts'

/** How often something had been acknowledged when a question was asked, how often the answer says, how often it had been begun by then. */
export type Count = { readonly least: number; readonly found: number; readonly most: number }

export type Answer = { readonly counts: Readonly<Record<string, Count>> }

/** A question that was not answered. Times are those of `performance.now()`. */
export type Unanswered = {
  readonly began: number
  readonly ended: number
  readonly why: string
}

type Asked = { readonly url: string | undefined }
/** What is done meanwhile, by the type of the event that it leaves. */
type Doings = Readonly<Record<string, readonly Operation[]>>
type Numbers = ReadonlyMap<string, number>

const patienceMs = 90_000
const pauseMs = 100
const absentMs = 50

/** How often each type of event has happened, as a server's report says. */
export async function countsAt(url: string): Promise<Numbers> {
  const response = await fetch(`${url}/api/v1/reports/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writerToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ q: 'report:span group:audit_event show:occurrences' }),
    signal: AbortSignal.timeout(patienceMs),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  const rows = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const told = rows.find(Array.isArray)
  if (told) throw new Error(told.join(': '))
  return new Map(rows.map(({ audit_event, occurrences }) => [audit_event, occurrences]))
}

const isAcknowledged = ({ acknowledged }: Operation) => acknowledged !== undefined

/**
 * Asks each of some servers for reports again and again, and holds the answers against what others do meanwhile. `before` is what an
 * answer said before they began.
 */
export function askingReaders<Server extends Asked>(
  servers: readonly Server[],
  { doings, before }: { readonly doings: Doings; readonly before: Numbers },
) {
  const answers: Answer[] = []
  const unanswered: Unanswered[] = []
  const lastBegun = new Map<Server, number>()
  let stopped = false

  async function ask(url: string): Promise<Answer> {
    const base = (type: string) => before.get(type) ?? 0
    const least = Object.entries(doings).map(
      ([type, done]) => [type, base(type) + done.filter(isAcknowledged).length] as const,
    )
    const found = await countsAt(url)
    const counts = least.map(([type, least]) => {
      const most = base(type) + (doings[type]?.length ?? 0)
      return [type, { least, found: found.get(type) ?? 0, most }] as const
    })
    return { counts: Object.fromEntries(counts) }
  }

  async function askOnce(server: Server, url: string): Promise<void> {
    const began = performance.now()
    try {
      answers.push(await ask(url))
      lastBegun.set(server, began)
    } catch (error) {
      unanswered.push({ began, ended: performance.now(), why: String(error) })
    }
  }

  const running = servers.map(async (server) => {
    while (!stopped) {
      const { url } = server
      if (url !== undefined) await askOnce(server, url)
      await sleep(url === undefined ? absentMs : pauseMs)
    }
  })

  return {
    answers: answers as readonly Answer[],
    unanswered: unanswered as readonly Unanswered[],
    /** Resolves when each server has answered a question that was asked from now on. */
    async everybody(): Promise<void> {
      const now = performance.now()
      while (servers.some((server) => (lastBegun.get(server) ?? 0) < now)) await sleep(absentMs)
    },
    async stop(): Promise<void> {
      stopped = true
      await Promise.all(running)
    },
  }
}
