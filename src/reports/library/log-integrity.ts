import { groupedReport } from '../grouped-report.ts'

export const logIntegrity = groupedReport({
  name: 'log-integrity',
  title: 'Log integrity',
  about:
    'What happened to the log: checkpoints, keys, witnesses, pruning, clocks. The command keepwatch verify proves it.',
  where: [
    {
      field: 'event',
      values: [
        'log_*',
        'store_restored',
        'store_moved',
        'events_pruned',
        'retention_override',
        'clock_stepped',
      ],
    },
  ],
  by: ['audit_event_type'],
})
