import type { Migration } from './migration.ts'

/** When a group of an alert is past, and may be forgotten. Groups that are there get a time when they are touched next, or are kept a while. */
export const pastGroups: Migration = {
  version: 430,
  statements: ({ bigint }) => [
    `alter table alert_groups add column forget_at ${bigint}`,
    `update alert_groups set forget_at = 7862400000 + (select coalesce(max(cast(value as ${bigint})), 0) from settings
      where name = 'alerts_watched') where due_at is null`,
    'create index alert_groups_past on alert_groups (forget_at)',
  ],
}
