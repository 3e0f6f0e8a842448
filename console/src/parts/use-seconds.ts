import { useEffect, useState } from 'react'

const secondMs = 1_000

/** Whole seconds since it was first shown. */
export function useSeconds(): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), secondMs)
    return () => clearInterval(timer)
  }, [])
  return seconds
}
