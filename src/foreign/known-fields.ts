/**
 * Our fields that an entry of another log may fill. What says something about our own secrets and our own log (`served`, sizes,
 * checkpoints) is not among them: nobody else can know it.
 */
export const knownFields = [
  'username',
  'remote_address',
  'client_version',
  'to_username',
  'from_username',
  'email',
  'recipient',
  'device_name',
  'device_uid',
  'app_uid',
  'secret_uid',
  'record_uid',
  'shared_folder_uid',
  'folder_uid',
  'folder_type',
  'team_uid',
  'role_id',
  'node',
  'node_id',
  'channel',
  'status',
  'result_code',
  'value',
  'enforcement',
  'attachment_id',
  'file_format',
  'geo_location',
] as const

export type KnownField = (typeof knownFields)[number]
