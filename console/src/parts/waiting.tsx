import { Button, Skeleton } from '@mantine/core'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { amount } from './amount.ts'
import { useSeconds } from './use-seconds.ts'

/** Shorter is no waiting that anybody would want to end. */
const patienceS = 2

const Running = ({ cancel }: { readonly cancel: () => void }) => {
  const seconds = useSeconds()
  return (
    <div className="stack">
      {seconds >= patienceS && (
        <div className="row" role="status">
          <span className="soft">The server has been at it for {amount(seconds, 'second')}.</span>
          <Button size="compact-xs" variant="default" onClick={cancel}>
            Cancel
          </Button>
        </div>
      )}
      <Skeleton height={240} />
    </div>
  )
}

type Props = {
  readonly isFetching: boolean
  /** What the question is kept under. */
  readonly asked: QueryKey
  readonly again: () => void
}

/** While an answer is on its way: how long already, and the way to give it up; the server stops then, too. */
export function Waiting({ isFetching, asked, again }: Props) {
  const client = useQueryClient()
  if (isFetching)
    return <Running cancel={() => void client.cancelQueries({ queryKey: asked, exact: true })} />
  return (
    <div className="panel row" role="status">
      <span>Stopped before it was answered.</span>
      <Button size="compact-xs" variant="default" onClick={again}>
        Ask again
      </Button>
    </div>
  )
}
