import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'

/** How far some work is, in a unit that its screen knows; `of` where that is known. */
export type Progress = { readonly done: number; readonly of?: number }

/** Who waits for some work: told how far it is, and able to give it up. */
export type Watching = { readonly signal: AbortSignal; readonly told: (progress: Progress) => void }

/** Work that takes a while. Given up it is as if it had not been begun: what it throws then is nobody's business. */
export function useWork<Input, Result>(
  work: (input: Input, watching: Watching) => Promise<Result>,
  ended?: () => Promise<unknown>,
) {
  const [progress, setProgress] = useState<Progress>()
  const control = useRef<AbortController>(undefined)
  const { mutate, reset, ...standing } = useMutation({
    mutationFn: (input: Input) => {
      const stop = new AbortController()
      control.current = stop
      const { signal } = stop
      setProgress(undefined)
      const told = (next: Progress) => {
        if (!signal.aborted) setProgress(next)
      }
      return work(input, { signal, told })
    },
    onSettled: () => ended?.(),
  })
  const cancel = () => {
    control.current?.abort()
    reset()
  }
  return { ...standing, start: mutate, progress, cancel }
}
