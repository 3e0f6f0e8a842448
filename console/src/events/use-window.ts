import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

/** Rows above and below those in sight, so that a turn of the wheel meets none that are empty. */
const overscan = 6

/** The rows that are to be in the page: from the first one, up to `end`. */
type Rows = { readonly first: number; readonly end: number }

type List = {
  readonly count: number
  /** In pixels, of each row and of the head that stands above them. */
  readonly rowHeight: number
}

const rowsIn = ({ scrollTop, clientHeight }: HTMLElement, rowHeight: number): Rows => ({
  first: Math.max(0, Math.floor(scrollTop / rowHeight) - overscan),
  end: Math.ceil((scrollTop + clientHeight) / rowHeight) + overscan,
})

const isSame = (one: Rows, other: Rows) => one.first === other.first && one.end === other.end

/**
 * Which rows of a list are in sight, and how to bring one there. All rows have one height, so that nothing is remembered of
 * those out of sight: a hundred thousand cost as much as forty.
 */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, rowHeight }: List,
): Rows & { readonly show: (index: number) => void } {
  const [rows, setRows] = useState<Rows>({ first: 0, end: 0 })

  useLayoutEffect(() => {
    const list = scroller.current
    if (!list) return
    const look = () => {
      const seen = rowsIn(list, rowHeight)
      setRows((before) => (isSame(before, seen) ? before : seen))
    }
    const resized = new ResizeObserver(look)
    resized.observe(list)
    list.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      resized.disconnect()
      list.removeEventListener('scroll', look)
    }
  }, [scroller, rowHeight])

  const show = useCallback(
    (index: number) => {
      const list = scroller.current
      if (!list) return
      const top = index * rowHeight
      const least = top + 2 * rowHeight - list.clientHeight
      list.scrollTop = Math.min(top, Math.max(least, list.scrollTop))
    },
    [scroller, rowHeight],
  )
  return { first: rows.first, end: Math.min(rows.end, count), show }
}
