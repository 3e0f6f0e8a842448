import { useState } from 'react'

function keptAt<Value>(key: string): Value | undefined {
  const text = sessionStorage.getItem(key)
  return text === null ? undefined : (JSON.parse(text) as Value)
}

/** What somebody is writing, for as long as the window is open: a page that is loaded again has it still. */
export function useKept<Value>(name: string, initial: Value) {
  const key = `keepwatch.draft.${name}`
  const [value, setValue] = useState<Value>(() => keptAt<Value>(key) ?? initial)
  const keep = (next: Value) => {
    sessionStorage.setItem(key, JSON.stringify(next))
    setValue(next)
  }
  return { value, keep, forget: () => sessionStorage.removeItem(key) }
}
