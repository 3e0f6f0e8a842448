import { useEffect, useState } from 'react'
import { liveEvents } from '../../../src/client/live-events.ts'
import { api } from '../session.ts'
import { type Line, lineOf } from './coalesced.ts'
import { termsOf, withTime } from './time-term.ts'

const mostKept = 5_000

type Live = { readonly isOn: boolean; readonly after: number | undefined }

/** What happened since the page was read, newest first, while it is followed. What is not followed is empty. */
export function useLive(q: string, { isOn, after }: Live) {
  const [lines, setLines] = useState<readonly Line[]>([])
  const [trouble, setTrouble] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it begins is only looked at when it begins
  useEffect(() => {
    setLines([])
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
        setLines((before) => [lineOf(event), ...before].slice(0, mostKept))
      }
    }
    follow().catch((error: unknown) => {
      if (!signal.aborted) setTrouble(error instanceof Error ? error.message : String(error))
    })
    return () => stop.abort()
  }, [q, isOn, after === undefined])
  return { lines, trouble }
}
