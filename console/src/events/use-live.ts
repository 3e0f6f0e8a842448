import { useEffect, useState } from 'react'
import { type LogEvent, liveEvents } from '../../../src/client/live-events.ts'
import { api } from '../session.ts'
import { termsOf, withTime } from './time-term.ts'

const mostKept = 5_000

type Live = { readonly isOn: boolean; readonly after: number | undefined }

/** What happened since the page was read, newest first, while it is followed. What is not followed is empty. */
export function useLive(q: string, { isOn, after }: Live) {
  const [events, setEvents] = useState<readonly LogEvent[]>([])
  const [trouble, setTrouble] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it begins is only looked at when it begins
  useEffect(() => {
    setEvents([])
    setTrouble(undefined)
    if (!isOn || after === undefined) return
    const stop = new AbortController()
    const { signal } = stop
    const query = { q: [termsOf(q).length > 0 ? withTime(q, undefined) : q] }
    const lost = (why: string) =>
      setTrouble(`Live is interrupted, and comes back by itself: ${why}`)
    async function follow() {
      for await (const event of liveEvents(api, { query, after, signal, lost })) {
        setTrouble(undefined)
        setEvents((before) => [event, ...before].slice(0, mostKept))
      }
    }
    follow().catch((error: unknown) => {
      if (!signal.aborted) setTrouble(error instanceof Error ? error.message : String(error))
    })
    return () => stop.abort()
  }, [q, isOn, after === undefined])
  return { events, trouble }
}
