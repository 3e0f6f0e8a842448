/** The calls of the device protocol: `POST https://<host>/api/rest/sm/v1/<name>`. */
export const endpoints = [
  'get_secret',
  'get_folders',
  'create_secret',
  'update_secret',
  'finalize_secret_update',
  'rollback_secret_update',
  'delete_secret',
  'create_folder',
  'update_folder',
  'delete_folder',
  'add_file',
  'get_files',
] as const

export type Endpoint = (typeof endpoints)[number]

/** The endpoint of that name, or `undefined` for a call that does not exist. */
export const endpointOf = (name: string): Endpoint | undefined =>
  endpoints.find((endpoint) => endpoint === name)
