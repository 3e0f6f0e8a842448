import { useQueryClient } from '@tanstack/react-query'
import { useAlerts } from '../alerts/alert-data.ts'
import { useDestinations } from '../destinations/destination-data.ts'
import { useLibrary, useSaved } from '../report-data.ts'
import { askedAs } from '../reports/asked-as.ts'
import { useMay } from '../session.ts'
import { type FoundPlace, pathTo } from './found-places.ts'

type InVault = readonly {
  readonly record_uid: string
  readonly record: { readonly title: string }
}[]
type Applications = readonly { readonly app_uid: string; readonly title: string }[]

/** What was opened in this page with the keys of the vault: nothing is opened only to be found. */
function useOpened(): readonly FoundPlace[] {
  const client = useQueryClient()
  const records = client.getQueryData<InVault>(['vault', 'records']) ?? []
  const applications = client.getQueryData<Applications>(['applications']) ?? []
  return [
    ...records.map(({ record, record_uid: uid }) => ({
      label: record.title,
      about: 'Record',
      href: pathTo('vault', uid),
    })),
    ...applications.map(({ title: label, app_uid: uid }) => ({
      label,
      about: 'Application',
      href: pathTo('applications', uid),
    })),
  ]
}

/** Everything that has a name and a page, as far as whoever looks may see it. */
export function useNamed(): readonly FoundPlace[] {
  const mayRead = useMay('events.read')
  const { data: library = [] } = useLibrary()
  const { data: saved = [] } = useSaved(mayRead)
  const { data: alerts = [] } = useAlerts(useMay('alerts.read'))
  const { data: destinations = [] } = useDestinations(useMay('exports.read'))
  return [
    ...library.map(({ name, title }) => ({
      label: title,
      about: 'Report',
      href: pathTo('reports', name),
    })),
    ...saved.map(({ name, question }) => ({
      label: name,
      about: 'Saved report',
      href: `/reports/new?${new URLSearchParams({ q: askedAs(question), saved: name })}`,
    })),
    ...alerts.map(({ alert_id, rule }) => ({
      label: rule.name,
      about: 'Alert',
      href: pathTo('alerts', String(alert_id)),
    })),
    ...destinations.map(({ name }) => ({
      label: name,
      about: 'Destination',
      href: pathTo('destinations', name),
    })),
    ...useOpened(),
  ]
}
