import { Trouble } from '../parts/trouble.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { readyKey, type useReady } from '../report-data.ts'

type Props = {
  readonly name: string
  readonly created: string
  readonly asking: ReturnType<typeof useReady>
}

/** What stands in the place of a ready-made report until it is there: how long it takes already, or why there is none. */
export function Awaited({ name, created, asking }: Props) {
  const { data, error, refetch, isFetching } = asking
  const again = () => void refetch()
  if (error) return <Trouble error={error} again={again} />
  if (data) return null
  return <Waiting isFetching={isFetching} asked={readyKey(name, created)} again={again} />
}
