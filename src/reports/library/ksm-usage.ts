import { groupedReport } from '../grouped-report.ts'

/** As Commander's `secrets-manager usage` counts: a call a line of the span over these three. */
export const ksmUsage = groupedReport({
  name: 'ksm-usage',
  title: 'Secrets Manager usage',
  about: 'Calls that read secrets, by application, device and owner, as Commander counts them.',
  where: [{ field: 'event', values: ['app_client_access'] }],
  by: ['app_uid', 'device_name', 'username'],
  chart: { kind: 'bars', x: 'device_name', y: 'occurrences' },
})
