import { does, type Line, same } from './line.ts'

/** What both say of alerts, and what Commander does with them. */
export const alertLines: readonly Line[] = [
  same('audit-alert list --format json', 'alerts'),
  does('audit-alert add --name Guesses --audit-event login_failure'),
  does('audit-alert recipient Guesses add --name Ops --email ops@example.com'),
  does('audit-alert recipient Guesses disable Ops'),
  does('audit-alert edit Guesses --frequency 2:hour --active off'),
  does('audit-alert view Guesses'),
  { commander: 'audit-alert list', ours: 'audit-alert list --format json', rows: 'alerts' },
  same('audit-alert list --format json', 'alerts'),
  does('audit-alert enable --all'),
  does('audit-alert disable Guesses'),
  does('audit-alert reset-counts Guesses'),
  same('audit-alert history Guesses', 'values'),
  does('audit-alert recipient Guesses delete Ops'),
  does('audit-alert delete Guesses --force'),
  does('audit-alert view Guesses'),
  same('audit-alert list --format json', 'alerts'),
]
