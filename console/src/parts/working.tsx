import { Progress as Bar, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { amount } from './amount.ts'
import { useSeconds } from './use-seconds.ts'
import type { Progress } from './use-work.ts'

/** What is done sooner has nothing to be said of it. */
const patienceS = 1

type Props = {
  readonly progress: Progress | undefined
  readonly cancel: () => void
  /** What is done, in words. */
  readonly children: ReactNode
}

/** While some work is going on: how far it is, as a bar where that is known, and the way to give it up. */
export function Working({ progress, cancel, children }: Props) {
  const seconds = useSeconds()
  const { done = 0, of } = progress ?? {}
  if (seconds < patienceS) return null
  return (
    <div className="working" role="status">
      {of !== undefined && (
        <Bar value={(100 * done) / Math.max(1, of)} aria-label="How far it is" />
      )}
      <div className="row">
        <span className="soft number">
          {children} ({amount(seconds, 'second')})
        </span>
        <Button size="compact-xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
