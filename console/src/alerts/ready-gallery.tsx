import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { type ShownAlert, useReadyAlerts } from './alert-data.ts'
import { Severity } from './standing.tsx'

/** The ready-made alerts that nobody has made yet. */
export function ReadyGallery({ alerts }: { readonly alerts: readonly ShownAlert[] }) {
  const { data } = useReadyAlerts()
  const made = new Set(alerts.map(({ name }) => name.toLowerCase()))
  const left = data?.filter(({ title }) => !made.has(title.toLowerCase())) ?? []
  if (left.length === 0) return null
  return (
    <section className="stack" aria-label="Ready-made alerts">
      <h2>Ready-made</h2>
      <ul className="gallery">
        {left.map(({ ready, title, description, severity }) => (
          <li key={ready} className="card">
            <h3 className="card-title">
              <Icon name="bell" />
              <Link to="/alerts/new" search={{ ready }}>
                {title}
              </Link>
              <Severity severity={severity} />
            </h3>
            <p className="soft">{description}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
