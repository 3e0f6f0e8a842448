import { Link } from '@tanstack/react-router'
import { conditionOf } from '../events/time-term.ts'
import { useVocabulary } from '../events/vocabulary.ts'
import { wordsOf } from '../parts/trouble.tsx'
import { countOf, useRows } from '../report-data.ts'

type Props = {
  readonly time: string
  readonly title: string
  readonly group: 'event' | 'device' | 'user' | 'address'
  /** Of which events, when not of all. */
  readonly of?: string
}

/** What a link asks besides; one’s own looking is left out only where it would drown the rest. */
const ofAll = (of: string) => (of.startsWith('-') ? '' : `${of} `)

const percentOf = (count: number, most: number) => `${Math.max(1, (100 * count) / most)}%`

/** The five most frequent values of a field, as bars. */
export function Top({ time, title, group, of = '-event:events_read' }: Props) {
  const q = `last:${time} ${of} ${group}:* report:span group:${group} limit:5`
  const { data, error } = useRows(q)
  const { data: vocabulary } = useVocabulary()
  const titles = new Map(vocabulary?.events.map(({ name, title }) => [name, title]))
  const most = Math.max(1, ...(data ?? []).map(countOf))
  return (
    <section className="panel">
      <h2>{title}</h2>
      {error && !data && <p className="soft">{wordsOf(error)}</p>}
      {data?.length === 0 && <p className="soft">Nothing in this time.</p>}
      <ol className="top">
        {data?.map((row) => {
          const value = String(row[group] ?? '')
          const count = countOf(row)
          return (
            <li key={value}>
              <Link
                to="/events"
                search={{ q: `last:${time} ${ofAll(of)}${conditionOf(group, value)}` }}
              >
                {titles.get(value) ?? value}
              </Link>
              <span className="number">{count.toLocaleString()}</span>
              <span className="top-bar" style={{ width: percentOf(count, most) }} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}
