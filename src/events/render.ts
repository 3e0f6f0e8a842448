const placeholder = /\$\{(\w+)\}/g

/**
 * The sentence of an event. One pass: a value that itself contains `${…}` is printed as it is, and a missing value
 * prints nothing.
 */
export const render = (message: string, fields: Readonly<Record<string, unknown>>): string =>
  message.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    return value === undefined ? '' : String(value)
  })

/** The names that a message asks for. */
export const placeholdersOf = (message: string): readonly string[] =>
  [...message.matchAll(placeholder)].map(([, name = '']) => name)
