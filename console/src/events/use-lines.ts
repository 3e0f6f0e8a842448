import { useCallback, useMemo, useState } from 'react'
import type { LogEvent } from '../../../src/client/live-events.ts'
import { type Line, lineOf, linesOf, type Run } from './coalesced.ts'

/** The lines of a list, with the runs that somebody has opened. */
export function useLines(events: readonly LogEvent[], isEach: boolean) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(
    (): readonly Line[] => (isEach ? events.map(lineOf) : linesOf(events, opened)),
    [events, opened, isEach],
  )
  const turn = useCallback(
    ({ key }: Run) =>
      setOpened((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )
  const isWhole = lines.every(({ run }) => run === undefined)
  return { lines, opened, turn, isWhole }
}
