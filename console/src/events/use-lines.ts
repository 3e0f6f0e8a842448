import { useCallback, useMemo, useState } from 'react'
import { coalesced, type Line, type Run } from './coalesced.ts'

/** The lines of a list, with the runs that somebody has opened. */
export function useLines(all: readonly Line[], isEach: boolean) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const lines = useMemo(() => (isEach ? all : coalesced(all, opened)), [all, opened, isEach])
  const turn = useCallback(
    ({ key }: Run) =>
      setOpened((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      }),
    [],
  )
  const isWhole = useMemo(
    () => isEach || lines.every(({ run }) => run === undefined),
    [lines, isEach],
  )
  return { lines, opened, turn, isWhole }
}
