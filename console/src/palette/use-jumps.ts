import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isWriting } from '../events/use-keys.ts'
import { jumps } from './jumps.ts'

const patienceMs = 1_500

/** `g` and then a letter leads to a screen; the letter then means nothing else. */
export function useJumps(): void {
  const { history } = useRouter()
  useEffect(() => {
    let until = 0
    const press = (event: KeyboardEvent) => {
      if (isWriting(event) || event.ctrlKey || event.metaKey || event.altKey) return
      const isSecond = performance.now() < until
      until = 0
      const jump = isSecond && jumps.find(({ key }) => key === event.key)
      if (jump) {
        event.preventDefault()
        event.stopPropagation()
        history.push(jump.to)
      } else if (event.key === 'g') until = performance.now() + patienceMs
    }
    // Before the screen hears it, for which the same letter may mean something.
    window.addEventListener('keydown', press, { capture: true })
    return () => window.removeEventListener('keydown', press, { capture: true })
  }, [history])
}
