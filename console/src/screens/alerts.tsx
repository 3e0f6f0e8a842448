import '../look/alerts.css'
import { Button, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAlerts } from '../alerts/alert-data.ts'
import { AlertTable } from '../alerts/alert-table.tsx'
import { OpenAlerts } from '../alerts/open-alerts.tsx'
import { ReadyGallery } from '../alerts/ready-gallery.tsx'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Trouble } from '../parts/trouble.tsx'

const NoAlerts = () => (
  <Nothing title="Nobody is told of anything yet">
    <p>
      An alert looks at every event and tells people when something happens that should not. Take a
      ready-made one below, or
    </p>
    <Command>keepwatch audit-alert add --ready blocked-address</Command>
  </Nothing>
)

/** What is watched, what is open, and what could be watched besides. */
export function Alerts() {
  const { data, error, refetch } = useAlerts()
  return (
    <div className="page">
      <header className="bar">
        <h1>Alerts</h1>
        <p className="status">{data && amount(data.length, 'alert')}</p>
        <Button
          size="xs"
          leftSection={<Icon name="plus" />}
          renderRoot={(props) => <Link to="/alerts/new" search={{}} {...props} />}
        >
          New alert
        </Button>
      </header>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height={200} />}
      {data?.length === 0 && <NoAlerts />}
      {data && data.length > 0 && (
        <>
          <OpenAlerts alerts={data} />
          <h2>All</h2>
          <AlertTable alerts={data} />
        </>
      )}
      {data && <ReadyGallery alerts={data} />}
    </div>
  )
}
