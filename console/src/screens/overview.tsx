import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Timeline } from '../events/timeline.tsx'
import { ExportLags } from '../overview/export-lags.tsx'
import { FirstSteps } from '../overview/first-steps.tsx'
import { Tiles } from '../overview/tiles.tsx'
import { Top } from '../overview/top-events.tsx'

const times = ['24h', '7d', '30d'] as const
export type OverviewTime = (typeof times)[number]

export const isOverviewTime = (text: unknown): text is OverviewTime =>
  (times as readonly unknown[]).includes(text)

/** Everything that somebody counts, without their own looking at it. */
const questionOf = (time: OverviewTime) => `last:${time} -event:events_read`

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
      <Timeline q={questionOf(time)} />
      <div className="columns">
        <Top time={time} title="What happens most" group="event" />
        <Top time={time} title="Busiest devices" group="device" />
        <Top time={time} title="Busiest people" group="user" />
        <ExportLags />
      </div>
    </div>
  )
}
