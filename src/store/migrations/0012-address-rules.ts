import type { Migration } from './migration.ts'

/**
 * From where a device may come, besides the address of its first access: `lock_network` widens that to its network, and
 * `allowed` (CIDRs with commas between them) takes its place.
 */
export const addressRules: Migration = {
  version: 12,
  statements: () => [
    'alter table devices add column lock_network smallint not null default 0',
    'alter table devices add column allowed text',
  ],
}
