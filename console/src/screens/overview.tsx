import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useHistogram } from '../events/event-data.ts'
import { Histogram } from '../events/histogram.tsx'
import { withTime } from '../events/time-term.ts'
import { ExportLags } from '../overview/export-lags.tsx'
import { FirstSteps } from '../overview/first-steps.tsx'
import { Tiles } from '../overview/tiles.tsx'
import { Top } from '../overview/top-events.tsx'
import { Trouble } from '../parts/trouble.tsx'

const times = ['24h', '7d', '30d'] as const
export type OverviewTime = (typeof times)[number]

export const isOverviewTime = (text: unknown): text is OverviewTime =>
  (times as readonly unknown[]).includes(text)

/** Everything that somebody counts, without their own looking at it. */
const questionOf = (time: OverviewTime) => `last:${time} -event:events_read`

function Timeline({ time }: { readonly time: OverviewTime }) {
  const q = questionOf(time)
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

/** What happens, at a glance. */
export function Overview() {
  const { time = '24h' } = useSearch({ from: '/' })
  const navigate = useNavigate()
  return (
    <div className="page">
      <header className="bar">
        <h1>Overview</h1>
        <SegmentedControl
          size="xs"
          aria-label="Time"
          data={[...times]}
          value={time}
          onChange={(value) =>
            void navigate({ to: '/', search: isOverviewTime(value) ? { time: value } : {} })
          }
        />
      </header>
      <FirstSteps />
      <Tiles />
      <Timeline time={time} />
      <div className="columns">
        <Top time={time} title="What happens most" group="event" />
        <Top time={time} title="Busiest devices" group="device" />
        <Top time={time} title="Busiest people" group="user" />
        <ExportLags />
      </div>
    </div>
  )
}
