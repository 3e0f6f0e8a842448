const most = 1_000

/** What `make` makes of a text, made once for each. Somebody who makes up very many texts only has them forgotten. */
export function remembering<Made extends object | string | boolean>(
  make: (text: string) => Made,
): (text: string) => Made {
  const known = new Map<string, Made>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}
