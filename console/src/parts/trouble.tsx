import { Button, Progress } from '@mantine/core'
import { Failure, type Kind } from '../../../src/kernel/errors.ts'
import { howFar, isPassing, isUnreachable } from './passing.ts'

/** What to do next, by what went wrong. */
const ways: Readonly<Partial<Record<Kind, string>>> = {
  denied: 'Your role does not show this: ask the owner or an administrator for another one.',
  unauthenticated: 'Your session has ended: log in again.',
}

/** An error as a sentence that can stand by itself. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [first = '', ...rest] = message
  return `${first.toUpperCase()}${rest.join('')}${/[.?!]$/.test(message) ? '' : '.'}`
}

/** The same where there is room for some words only. */
export function wordsOf(error: unknown): string {
  const far = howFar(error)
  if (far) return `Waits for the index: ${far.done.toLocaleString()} of ${far.of.toLocaleString()}.`
  if (isUnreachable(error)) return 'The server does not answer.'
  return sentenceOf(error)
}

type Far = NonNullable<ReturnType<typeof howFar>>

const HowFar = ({ done, of }: Far) => (
  <Progress
    className="trouble-far"
    value={(100 * done) / Math.max(1, of)}
    aria-label="How far the index is"
  />
)

type Props = {
  readonly error: unknown
  /** Asks once more. Questions that only have to wait are asked again by themselves, too (`app.tsx`). */
  readonly again?: () => void
  /** For what is only done again when somebody wants it. */
  readonly only?: 'by hand'
}

/** What went wrong and what can be done about it. */
export function Trouble({ error, again, only }: Props) {
  const way = error instanceof Failure ? ways[error.kind] : undefined
  const far = howFar(error)
  const isWaiting = isPassing(error) && again !== undefined && only === undefined
  return (
    <div className={far ? 'trouble trouble-waits' : 'trouble'} role="alert">
      <p>{sentenceOf(error)}</p>
      {far && <HowFar {...far} />}
      {way && <p>{way}</p>}
      {isWaiting && <p>It is asked again every few seconds: what you see comes by itself.</p>}
      {again && (
        <Button variant="default" size="xs" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  )
}
