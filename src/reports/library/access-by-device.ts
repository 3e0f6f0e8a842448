import { groupedReport } from '../grouped-report.ts'

export const accessByDevice = groupedReport({
  name: 'access-by-device',
  title: 'Access by device',
  about: 'How often each device read secrets, and from how many addresses.',
  where: [{ field: 'event', values: ['app_client_access'] }],
  by: ['device_name', 'device_uid', 'app_uid'],
  distinct: ['ip_address'],
  chart: { kind: 'bars', x: 'device_name', y: 'occurrences' },
})
