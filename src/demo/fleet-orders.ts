/** What a member of the fleet does whenever it is its turn. */
export type Habit =
  /** Reads everything that it may. */
  | 'reads'
  /** Reads a record and stores it with another password. */
  | 'rotates'
  /** Is locked to its address, and sometimes comes from another. */
  | 'roams'
  /** Comes with a copied token, after the device that it belongs to has used it. */
  | 'copies'

export type FleetMember = {
  readonly name: string
  readonly token: string
  readonly habit: Habit
  /** How many rounds it waits before it takes its turn again; 1 is every round. */
  readonly everyRounds: number
  /** The record that it rotates. */
  readonly record_uid?: string
}

/** What the fleet is told, as one line of JSON on its standard input: tokens stand in no argument and no environment. */
export type FleetOrders = {
  /** With its port. */
  readonly hostname: string
  readonly serverPublicKey: string
  readonly serverPublicKeyId: string
  /** Milliseconds between two turns. */
  readonly every: number
  readonly members: readonly FleetMember[]
}
