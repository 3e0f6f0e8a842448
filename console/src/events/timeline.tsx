import { useNavigate } from '@tanstack/react-router'
import { Trouble } from '../parts/trouble.tsx'
import { useHistogram } from './event-data.ts'
import { Histogram } from './histogram.tsx'
import { withTime } from './time-term.ts'

/** When the events of a question happened; what is dragged over leads to those events. */
export function Timeline({ q }: { readonly q: string }) {
  const navigate = useNavigate()
  const { data, error, refetch } = useHistogram(q)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <div className="histogram histogram-waiting" />
  const zoom = (from: Date, to: Date) => {
    const range = `time:${from.toISOString()}..${to.toISOString()}`
    void navigate({ to: '/events', search: { q: withTime(q, range) } })
  }
  return <Histogram q={q} counted={data} zoom={zoom} />
}
