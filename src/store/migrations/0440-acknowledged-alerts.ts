import type { Migration } from './migration.ts'

/** How many of a rule's occurrences somebody has looked at: those beyond are open. */
export const acknowledgedAlerts: Migration = {
  version: 440,
  statements: ({ bigint }) => [
    `alter table alert_rules add column acknowledged ${bigint} not null default 0`,
  ],
}
