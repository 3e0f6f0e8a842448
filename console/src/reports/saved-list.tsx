import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useSaved } from '../report-data.ts'
import { askedAs } from './asked-as.ts'

/** Reports under a name. */
export function SavedList() {
  const { data, error, refetch } = useSaved()
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data || data.length === 0) return null
  return (
    <section className="stack" aria-label="Saved reports">
      <h2>Saved</h2>
      <ul className="gallery">
        {data.map((saved) => (
          <li key={saved.name} className="card">
            <h2>
              <Icon name="reports" />
              <Link to="/reports/new" search={{ q: askedAs(saved.question), saved: saved.name }}>
                {saved.name}
              </Link>
            </h2>
            <p className="soft">
              <code>{askedAs(saved.question)}</code>
              {saved.private && ' · only for you'}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
