import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useLibrary } from '../report-data.ts'
import { SavedList } from '../reports/saved-list.tsx'
import { ScheduleList } from '../reports/schedule-list.tsx'

/** Reports of one’s own, and the ready-made ones. */
export function Reports() {
  const { data, error, refetch } = useLibrary()
  return (
    <div className="page">
      <header className="bar">
        <h1>Reports</h1>
        <p className="status">{data && `${data.length} ready-made`}</p>
        <div className="row">
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="check" />}
            renderRoot={(props) => <Link to="/reports/review" search={{}} {...props} />}
          >
            Access review
          </Button>
          <Button
            size="xs"
            leftSection={<Icon name="plus" />}
            renderRoot={(props) => <Link to="/reports/new" search={{}} {...props} />}
          >
            New report
          </Button>
        </div>
      </header>
      <SavedList />
      <ScheduleList />
      {error && <Trouble error={error} again={() => void refetch()} />}
      <h2>Ready-made</h2>
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
