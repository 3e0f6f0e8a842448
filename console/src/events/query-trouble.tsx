import { Failure } from '../../../src/kernel/errors.ts'
import { sentenceOf } from '../parts/trouble.tsx'

/** The place, counted from 1, and what is wrong there, as the server says it. */
const placed = /^q, column (\d+):? (.*)$/s

type Props = { readonly q: string; readonly error: unknown }

/** Why a question was not understood, under the very place in it. */
export function QueryTrouble({ q, error }: Props) {
  if (!(error instanceof Failure) || error.kind !== 'invalid') return null
  const [, column, says] = placed.exec(error.message) ?? []
  if (column === undefined || says === undefined)
    return (
      <p className="query-trouble" role="alert">
        {sentenceOf(error)}
      </p>
    )
  const at = Number(column) - 1
  const length = /^[^\s,]*/.exec(q.slice(at))?.[0].length || 1
  return (
    <div className="query-trouble" role="alert">
      <code>
        {q.slice(0, at)}
        <mark>{q.slice(at, at + length) || ' '}</mark>
        {q.slice(at + length)}
      </code>
      <p>{says.startsWith('"') ? says : `This ${says}`}</p>
    </div>
  )
}
