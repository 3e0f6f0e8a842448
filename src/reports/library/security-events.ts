import { listedReport } from '../grouped-report.ts'

export const securityEvents = listedReport({
  name: 'security-events',
  title: 'All security events',
  about:
    'Everything that is more than information: refusals, removals, changes of keys and rights.',
  where: [{ field: 'severity', values: ['info'], not: true }],
})
