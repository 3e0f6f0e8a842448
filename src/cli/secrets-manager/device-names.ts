/** The names of so many devices: as it is for one, with " 1", " 2", … for more. Undefined where none was given. */
export const deviceNames = (
  name: string | undefined,
  count: number,
): readonly (string | undefined)[] =>
  Array.from({ length: count }, (_, at) =>
    name === undefined || count === 1 ? name : `${name} ${at + 1}`,
  )
