import { listedReport } from '../grouped-report.ts'

export const administratorChanges = listedReport({
  name: 'administrator-changes',
  title: 'Administrator changes',
  about: 'What was done to people, to applications and their devices, and to the log itself.',
  where: [
    {
      field: 'event',
      values: [
        ...['create_user', 'send_invitation', 'accept_invitation', 'person_forgotten', 'role_*'],
        ...['app_created', 'app_removed', 'app_renamed', 'app_client_added', 'app_client_removed'],
        ...['app_client_lock_changed', 'log_key_*', 'log_rollback_accepted', 'log_imported'],
        ...[
          'retention_override',
          'events_pruned',
          'store_restored',
          'store_moved',
          'enterprise_created',
        ],
      ],
    },
  ],
})
