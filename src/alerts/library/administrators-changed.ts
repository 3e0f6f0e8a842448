import { readyRule } from '../ready-rule.ts'

export const administratorsChanged = readyRule('administrators-changed', {
  title: 'Administrators or roles changed',
  description:
    'Somebody was invited, created, removed or given another role, or a role was changed.',
  filter: {
    audit_event: [
      ...['send_invitation', 'accept_invitation', 'create_user', 'delete_user', 'lock_user'],
      ...['added_to_role', 'removed_from_role', 'role_created', 'role_deleted'],
      ...['role_enforcement_changed', 'team_created', 'team_deleted', 'node_created'],
      ...['node_deleted', 'role_team_add', 'role_team_remove', 'person_forgotten'],
    ],
  },
  samples: {
    fires: [[{ audit_event: 'send_invitation' }], [{ audit_event: 'role_enforcement_changed' }]],
    stays_quiet: [[{ audit_event: 'login' }]],
  },
})
