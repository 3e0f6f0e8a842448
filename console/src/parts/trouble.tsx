import { Button } from '@mantine/core'
import { Failure, type Kind } from '../../../src/kernel/errors.ts'

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

type Props = { readonly error: unknown; readonly again?: () => void }

/** What went wrong and what can be done about it. */
export function Trouble({ error, again }: Props) {
  const way = error instanceof Failure ? ways[error.kind] : undefined
  return (
    <div className="trouble" role="alert">
      <p>{sentenceOf(error)}</p>
      {way && <p>{way}</p>}
      {again && (
        <Button variant="default" size="xs" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  )
}
