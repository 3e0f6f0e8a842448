/** `submitted` is called once nothing can overtake what is done; who does several things need not call it. */
export type Act = (submitted?: () => void) => Promise<unknown>

/** Something that happens in the history. */
export type Occurrence = {
  readonly at: number
  /** One unit of work and nothing more: neighbours of its kind may share one flush of the disk. */
  readonly isRead?: true
  /** What takes a while and can be done beforehand; gives the act itself. */
  prepare(): Promise<Act>
}

/** Where occurrences come from: those of one day, the first of which is 0, in any order. */
export type Source = (day: number) => readonly Occurrence[]

export const occurrence = (at: number, act: () => Promise<unknown>): Occurrence => ({
  at,
  prepare: async () => act,
})
