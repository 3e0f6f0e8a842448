import { UnstyledButton } from '@mantine/core'
import type { Term } from '../../../src/query/text-terms.ts'
import { Icon } from '../parts/icon.tsx'
import { isTime, termsOf, withoutTerm, writtenTerm } from './time-term.ts'

type Props = { readonly q: string; readonly ask: (text: string) => void }

function turned(q: string, term: Term): string {
  const written = writtenTerm(q, term)
  const other = term.not ? written.slice(1) : `-${written}`
  return q.replace(written, () => other)
}

const Chip = ({ q, ask, term }: Props & { readonly term: Term }) => {
  const written = writtenTerm(q, term)
  return (
    <li className={term.not ? 'chip chip-not' : 'chip'}>
      <UnstyledButton
        title={term.not ? 'Excluded: click to ask for it' : 'Asked for: click to exclude it'}
        onClick={() => ask(turned(q, term))}
      >
        {term.not && <span className="chip-word">not</span>}
        <code>{term.not ? written.slice(1) : written}</code>
      </UnstyledButton>
      <UnstyledButton aria-label={`Remove ${written}`} onClick={() => ask(withoutTerm(q, term))}>
        <Icon name="close" size={12} />
      </UnstyledButton>
    </li>
  )
}

/** The conditions of a question, one by one. The time has a place of its own. */
export function Chips({ q, ask }: Props) {
  const terms = termsOf(q).filter((term) => !isTime(term))
  if (terms.length === 0) return null
  return (
    <ul className="chips" aria-label="Conditions">
      {terms.map((term) => (
        <Chip key={term.at} q={q} ask={ask} term={term} />
      ))}
    </ul>
  )
}
