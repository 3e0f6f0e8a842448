import { firstOf } from '../flat-entry.ts'
import type { ForeignFormat } from '../foreign-format.ts'
import { knownFields } from '../known-fields.ts'
import { reading } from '../reading.ts'

const names = ['audit_event', 'audit_event_type', 'event', 'event_type', 'event_code']

const named = (entry: Parameters<ForeignFormat['recognises']>[0]) =>
  String(firstOf(entry, names)?.[1] ?? '')

/**
 * Keeper's own log in every form that it leaves Keeper in: the SIEM push and the pull API (`audit_event`,
 * `remote_address`, `client_version`), Commander's exports and reports (`audit_event_type`, `ip_address`,
 * `keeper_version`), and tables (CSV) with either names as their columns.
 */
export const keeper: ForeignFormat = {
  name: 'keeper',
  title: 'Keeper: SIEM push, pull API, Commander’s exports, CSV',
  prefix: 'keeperlog',
  wrappers: ['events', 'audit_event_overview_report_rows'],
  recognises: ({ values }) => values.has('audit_event') || values.has('audit_event_type'),
  read: reading({
    time: ['timestamp', 'created', 'date', 'time'],
    name: named,
    outcome(entry) {
      const name = named(entry)
      if (/denied|blocked/.test(name)) return 'denied'
      return /fail/.test(name) ? 'failure' : 'success'
    },
    fields: {
      ...Object.fromEntries(knownFields.map((name) => [name, [name]])),
      username: ['username', 'user'],
      remote_address: ['remote_address', 'ip_address'],
      client_version: ['client_version', 'keeper_version'],
    },
    never: names,
  }),
}
