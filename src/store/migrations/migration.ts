/** The few words in which the two engines differ. */
export type Dialect = {
  readonly engine: 'sqlite' | 'postgresql'
  readonly bytes: string
  readonly bigint: string
}

/** One step forward. There is no way back: restore the backup instead. */
export type Migration = {
  readonly version: number
  statements(dialect: Dialect): readonly string[]
}
