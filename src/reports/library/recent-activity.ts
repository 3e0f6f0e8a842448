import { listedReport } from '../grouped-report.ts'

export const recentActivity = listedReport({
  name: 'recent-activity',
  title: 'Recent activity',
  about: 'Everything that happened, newest first.',
  where: [{ field: 'event', values: ['log_checkpoint'], not: true }],
})
