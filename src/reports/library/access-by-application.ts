import { groupedReport } from '../grouped-report.ts'

export const accessByApplication = groupedReport({
  name: 'access-by-application',
  title: 'Access by application',
  about:
    'How often the devices of each application read secrets, and how many devices and addresses did.',
  where: [{ field: 'event', values: ['app_client_access'] }],
  by: ['app_uid'],
  distinct: ['device_uid', 'ip_address'],
  chart: { kind: 'bars', x: 'app_uid', y: 'occurrences' },
})
