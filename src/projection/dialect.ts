/** What databases say in different ways. */
export type Dialect = {
  /** The text of a UUID. */
  uuidText(uuid: string): string
  /** The milliseconds at which the month of a time began, both in UTC. */
  monthStart(milliseconds: string): string
}

export const duckdbDialect: Dialect = {
  uuidText: (uuid) => `cast(${uuid} as varchar)`,
  monthStart: (milliseconds) => `epoch_ms(date_trunc('month', make_timestamp_ms(${milliseconds})))`,
}
