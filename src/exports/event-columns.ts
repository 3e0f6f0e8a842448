/** The columns of tables of events; what else an event has is JSON in one more, `fields`. */
export const eventColumns = [
  'seq',
  'leaf_hash',
  'event_id',
  'timestamp',
  'recorded_at',
  'audit_event',
  'category',
  'severity',
  'outcome',
  'username',
  'remote_address',
  'client_version',
  'message',
] as const
