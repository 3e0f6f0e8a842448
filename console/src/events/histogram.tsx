import { memo, useMemo } from 'react'
import { Moment } from '../parts/moment.tsx'
import { StackedBars } from '../parts/stacked-bars.tsx'
import { type Histogram as Counted, outcomes } from './event-data.ts'
import { filledBars } from './filled-bars.ts'
import { lengthOf } from './time-term.ts'

const BarTable = ({ bars }: Pick<Counted, 'bars'>) => (
  <table className="plain-table">
    <thead>
      <tr>
        <th>From</th>
        {outcomes.map((outcome) => (
          <th key={outcome} className="number">
            {outcome}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {bars.map((bar) => (
        <tr key={bar.at}>
          <td>
            <Moment at={bar.at * 1000} as="long" />
          </td>
          {outcomes.map((outcome) => (
            <td key={outcome} className="number">
              {bar[outcome].toLocaleString()}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Legend = () => (
  <ul className="legend">
    {outcomes.map((outcome) => (
      <li key={outcome} className={`key-${outcome}`}>
        {outcome}
      </li>
    ))}
  </ul>
)

type Props = {
  readonly q: string
  readonly counted: Counted
  readonly zoom: (from: Date, to: Date) => void
}

/** When the events of a question happened, with the same numbers as a table. Drawn again only when they are others. */
export const Histogram = memo(function Histogram({ q, counted, zoom }: Props) {
  const { bucket, bars } = counted
  const filled = useMemo(() => {
    const to = Date.now() / 1000
    const length = lengthOf(q)
    const from = length === undefined || q.includes('..') ? (bars[0]?.at ?? to) : to - length / 1000
    return filledBars(bars, { bucket, from, to: q.includes('..') ? (bars.at(-1)?.at ?? to) : to })
  }, [q, bucket, bars])
  return (
    <section className="histogram" aria-label="Events over time">
      <StackedBars
        bars={filled}
        label={`${counted.total.toLocaleString()} events, a bar for each ${bucket}`}
        zoom={({ from, to }) => zoom(new Date(from * 1000), new Date(to * 1000))}
      />
      <div className="histogram-foot">
        <Legend />
        <details>
          <summary>As a table</summary>
          <BarTable bars={bars} />
        </details>
      </div>
    </section>
  )
})
