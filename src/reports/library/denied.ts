import { groupedReport } from '../grouped-report.ts'

export const denied = groupedReport({
  name: 'denied',
  title: 'Denied',
  about:
    'Who was turned away, and why. A device that is denied again and again is misconfigured or not who it says.',
  where: [{ field: 'outcome', values: ['denied'] }],
  by: ['audit_event_type', 'reason', 'device_name', 'username', 'ip_address'],
  chart: { kind: 'bars', x: 'reason', y: 'occurrences' },
})
