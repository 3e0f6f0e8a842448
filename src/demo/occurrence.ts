/** Something that happens in the history. */
export type Occurrence = {
  readonly at: number
  /** Its order among neighbours of its kind is kept, so they may share one flush of the disk. */
  readonly isRead?: true
  /** What takes a while and can be done beforehand; gives the act itself. */
  prepare(): Promise<() => Promise<unknown>>
}

/** Where occurrences come from: those of one day, the first of which is 0, in any order. */
export type Source = (day: number) => readonly Occurrence[]

export const occurrence = (at: number, act: () => Promise<unknown>): Occurrence => ({
  at,
  prepare: async () => act,
})
