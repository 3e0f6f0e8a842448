import { groupedReport } from '../grouped-report.ts'

export const accessByAddress = groupedReport({
  name: 'access-by-address',
  title: 'Access by address and country',
  about:
    'From where secrets were read. Countries are known when the server has a location database.',
  where: [{ field: 'served', values: ['*'] }],
  by: ['ip_address', 'country'],
  distinct: ['device_uid', 'username'],
  chart: { kind: 'bars', x: 'ip_address', y: 'occurrences' },
})
