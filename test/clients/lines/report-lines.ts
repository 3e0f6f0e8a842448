import { may } from '../../support/events-of-may.ts'
import { type Line, same } from './line.ts'

const of = (flags: string): Line =>
  same(`audit-report --created '${may}' ${flags}`.trim(), 'report')
const at = (created: string, flags = '--format json'): Line =>
  same(`audit-report --created '${created}' ${flags}`, 'report')
const counted = (type: string, flags: string): Line => of(`--report-type ${type} ${flags}`)
const used = (flags: string): Line =>
  same(`secrets-manager usage --created '${may}' ${flags}`.trim(), 'values')
const dimension = (flags: string): Line =>
  same(`audit-report --report-type dim --columns ${flags}`, 'report')

/** What both say of a month that is always the same. */
export const reportLines: readonly Line[] = [
  of(''),
  of('--limit 3'),
  of('--limit -1'),
  of('--limit 10 --format json'),
  of('--limit 10 --format csv'),
  of('--order asc --limit 5'),
  of('--order desc --limit 5'),
  of('--report-format message --limit 2'),
  of('--report-format fields --limit 10'),
  of('--report-format fields --limit 10 --format json'),
  of('--report-format fields --limit 10 --format csv'),
  of('--event-type login'),
  of('--event-type login --event-type record_add --format json'),
  of(`--event-type 'in (login, login_failure)' --format json`),
  of('--username ann@example.com --limit 5'),
  of(`--username 'in (ann@example.com, bob@example.org)' --format json`),
  of('--username nobody@example.com'),
  of('--to-username mei@example.com --format json'),
  of('--record-uid aWq8LmNs2RtYv3XzBc5DfA --format json'),
  of('--ip-address 192.0.2.1 --limit 5'),
  of(`--ip-address 'in (192.0.2.1, 2001:db8::1)' --format json`),
  of('--limit 20 ann'),
  of(`--limit 30 'regex:ann.*login'`),
  of('--limit 20 not:ann'),
  of('exact:login'),
  of('--match-all ann login'),
  of(`--regex --limit 30 'record_(add|update)'`),
  of(`--match-all --limit 30 not:exact:login 'not:regex:record_.*'`),
  at('between 2025-05-10T00:00:00Z and 2025-05-12T00:00:00Z'),
  at('< 2025-05-05'),
  at('<= 2025-05-05T00:00:00Z'),
  at('= 1746081000'),
  at('1746081000', ''),
  at('last_month', ''),
  counted('span', '--columns audit_event_type'),
  counted('span', '--columns audit_event_type --format json'),
  counted('span', '--columns username --aggregate first_created --format json'),
  counted('span', '--columns username --aggregate last_created --aggregate occurrences'),
  counted('span', '--columns ip_address --order asc --format csv'),
  counted('span', '--columns keeper_version --format json'),
  counted('span', '--columns username --columns audit_event_type --format csv'),
  counted('hour', '--columns audit_event_type --limit 20'),
  counted('hour', '--columns audit_event_type --format json'),
  counted('day', '--columns username --format csv'),
  counted('day', '--columns audit_event_type --columns username --format json'),
  counted('day', '--columns username --event-type login --format json'),
  counted('week', '--columns audit_event_type'),
  counted('week', '--columns username --format json'),
  counted('week', '--columns ip_address --username bob@example.org'),
  counted('month', '--columns audit_event_type'),
  counted('month', '--columns ip_address --aggregate occurrences --format json'),
  counted('month', '--columns username --aggregate last_created --format json'),
  dimension('username --format json'),
  dimension('ip_address'),
  dimension('device_type --format json'),
  used(''),
  used('--format json'),
  used('--by-device --format json'),
  used('--detail --format json'),
  used('--detail --by-device'),
  used('--summary --format json'),
  used('--sort name --format json'),
]
