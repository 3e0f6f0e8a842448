type Texts<Name extends string> = { [Each in Name]?: string }

/** Keeps those parts of an address that are texts and that a screen knows by name. */
export const searchTexts =
  <const Names extends readonly string[]>(...names: Names) =>
  (search: Readonly<Record<string, unknown>>): Texts<Names[number]> => {
    const known = names.filter((name) => typeof search[name] === 'string')
    return Object.fromEntries(known.map((name) => [name, search[name]])) as Texts<Names[number]>
  }
