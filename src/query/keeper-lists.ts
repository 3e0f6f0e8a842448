/** The lists of Keeper's filters of alerts, and the query fields that they mean. */
export const keeperLists = {
  audit_event: 'event',
  user: 'user',
  record_uid: 'record',
  shared_folder_uid: 'folder',
} as const
