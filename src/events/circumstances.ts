/** What surrounds an event, whatever its type. Absent members stay absent. */
export type Circumstances = {
  /** When it happened (RFC 3339, UTC, milliseconds are added by `record`). */
  readonly at: Date
  /** Who; for a device, the owner of its application. */
  readonly username?: string
  /** The client's address, behind trusted proxies if there are any, and the address of the socket. */
  readonly remote_address?: string
  readonly peer_address?: string
  readonly client_version?: string
  readonly request_id?: string
  /** The name of the API token by which a program acted for that person. */
  readonly api_token?: string
  /** The session of a person, by a name that opens nothing. */
  readonly session_id?: string
}

/** The envelope's fields, which every message may use. */
export const envelopeFields = [
  'event_id',
  'audit_event',
  'category',
  'severity',
  'outcome',
  'timestamp',
  'recorded_at',
  'enterprise_id',
  'username',
  'remote_address',
  'peer_address',
  'client_version',
  'request_id',
  'api_token',
  'session_id',
] as const
