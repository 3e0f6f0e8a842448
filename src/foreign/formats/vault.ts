import { type FlatEntry, textAt } from '../flat-entry.ts'
import type { ForeignFormat } from '../foreign-format.ts'
import { reading } from '../reading.ts'

/** The response has the plain name of the operation, so that asking for it finds each call once. */
function named(entry: FlatEntry): string {
  const operation = textAt(entry, 'request.operation')
  return operation && textAt(entry, 'type') === 'request' ? `${operation}-request` : operation
}

/**
 * HashiCorp Vault's audit devices: a JSON object a line, one for the request and one for the response (developer.hashicorp.com,
 * "Audit log entry schema"). What was sent and answered is never kept: with `log_raw` it holds the secrets themselves.
 */
export const vault: ForeignFormat = {
  name: 'vault',
  title: 'HashiCorp Vault: audit device',
  prefix: 'hashivault',
  wrappers: [],
  recognises: ({ values }) =>
    values.has('request.operation') && /^(request|response)$/.test(String(values.get('type'))),
  read: reading({
    time: ['time'],
    name: named,
    outcome(entry) {
      const error = textAt(entry, 'error')
      if (/permission denied|invalid token|bad token/i.test(error)) return 'denied'
      return error ? 'failure' : 'success'
    },
    fields: {
      username: ['auth.metadata.username', 'auth.display_name'],
      remote_address: ['request.remote_address'],
      client_version: ['request.headers.user-agent'],
      secret_uid: ['request.path'],
    },
    never: [
      'request.data',
      'request.client_token',
      'request.headers',
      'response.data',
      'response.wrap_info.token',
      'auth.client_token',
      'response.auth.client_token',
    ],
  }),
}
