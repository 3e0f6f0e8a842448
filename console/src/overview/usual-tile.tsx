import { Link } from '@tanstack/react-router'
import { Sparkline } from '../parts/sparkline.tsx'
import { useRows } from '../report-data.ts'
import { Tile } from './tile.tsx'
import { againstUsual } from './usual.ts'

type Props = {
  readonly label: string
  /** Which events are counted, as a query without a time. */
  readonly counts: string
  readonly tone?: 'denied'
}

const manyPercent = 900

/** How a day is against the usual: ten times as much and more is no percentage that anybody could picture. */
function against(percent: number | undefined): string {
  if (percent === undefined) return ''
  if (percent >= manyPercent)
    return `, ${Math.round(percent / 100 + 1).toLocaleString()} times the usual`
  return `, ${percent > 0 ? '+' : ''}${percent} % against the week before`
}

/** How many there were in a day, against the week before: in words, and as a bar a day. */
export function UsualTile({ label, counts, tone }: Props) {
  const { data, error } = useRows(`last:8d ${counts} report:hour limit:-1`)
  const told = data && againstUsual(data, Date.now())
  return (
    <Tile
      label={label}
      value={
        told && (
          <>
            <span>{told.recent.toLocaleString()}</span>
            <Sparkline
              counts={told.days}
              label={`${label}, day by day: ${told.days.map((count) => count.toLocaleString()).join(', ')}`}
            />
          </>
        )
      }
      about={`in 24 hours${against(told?.percent)}`}
      tone={tone && told?.recent ? tone : 'calm'}
      error={error}
      link={
        <Link to="/events" search={{ q: `last:24h ${counts}` }}>
          {label}
        </Link>
      }
    />
  )
}
