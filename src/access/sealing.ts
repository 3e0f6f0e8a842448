/** Seals and opens small secrets with a key that is not in the database. A sealed text opens under no other UID. */
export type Sealing = {
  seal(uid: string, values: Readonly<Record<string, unknown>>): string
  open(uid: string, sealed: string): Readonly<Record<string, unknown>>
}
