import { Button } from '@mantine/core'
import { amount } from '../parts/amount.ts'

/** As many lines as can be gone through without losing the thread. */
export const linesOfPage = 100

/** The page that a line stands on, from 1. */
export const pageOfLine = (at: number): number => Math.floor(at / linesOfPage) + 1

type Props = {
  readonly page: number
  readonly lines: number
  readonly go: (page: number) => void
  /** Where the next line without a decision stands, counted from 0; none when all are decided. */
  readonly open: number | undefined
}

/** Which lines are shown of how many, and the ways to the others. */
export function Pager({ page, lines, go, open }: Props) {
  const first = (page - 1) * linesOfPage + 1
  const last = Math.min(lines, page * linesOfPage)
  const pages = pageOfLine(lines - 1)
  return (
    <nav className="row" aria-label="Pages">
      <span className="soft number" role="status">
        {pages === 1
          ? amount(lines, 'line')
          : `Lines ${first.toLocaleString()} to ${last.toLocaleString()} of ${lines.toLocaleString()}`}
      </span>
      {pages > 1 && (
        <>
          <Button
            size="compact-xs"
            variant="default"
            disabled={page <= 1}
            onClick={() => go(page - 1)}
          >
            Before
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={page >= pages}
            onClick={() => go(page + 1)}
          >
            Next
          </Button>
        </>
      )}
      {pages > 1 && open !== undefined && pageOfLine(open) !== page && (
        <Button size="compact-xs" variant="default" onClick={() => go(pageOfLine(open))}>
          To what is not decided
        </Button>
      )}
    </nav>
  )
}
