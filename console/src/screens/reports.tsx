import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useLibrary } from '../report-data.ts'

/** The ready-made reports. */
export function Reports() {
  const { data, error, refetch } = useLibrary()
  return (
    <div className="page">
      <header className="bar">
        <h1>Reports</h1>
        <p className="status">{data && `${data.length} ready-made`}</p>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      <ul className="gallery">
        {data?.map(({ name, title, about, chart }) => (
          <li key={name} className="card">
            <h2>
              <Icon name={chart ? 'reports' : 'events'} />
              <Link to="/reports/$name" params={{ name }} search={{}}>
                {title}
              </Link>
            </h2>
            <p className="soft">{about}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
