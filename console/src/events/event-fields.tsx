import { ActionIcon } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Icon } from '../parts/icon.tsx'
import { pageOf } from '../subject/subjects.ts'
import type { ReadEvent } from './event-sheet.tsx'
import { useQuestion } from './search.ts'
import { conditionOf, withTerm } from './time-term.ts'
import { useVocabulary } from './vocabulary.ts'

/** What stands above already, or is only there so that the proof can be checked. */
const notShown: ReadonlySet<string> = new Set(['message', 'salts', 'erased'])

/** How a query calls what an event calls so. */
const asked: Readonly<Record<string, string>> = {
  audit_event: 'event',
  remote_address: 'address',
  peer_address: 'peer',
  username: 'user',
  app_uid: 'app',
  client_version: 'client',
  request_id: 'request',
  session_id: 'session',
  timestamp: 'time',
}

type LineProps = {
  readonly name: string
  readonly value: string
  readonly field: string | undefined
  readonly add: (term: string) => void
  readonly page: ReturnType<typeof pageOf>
}

const Line = ({ name, value, field, add, page }: LineProps) => (
  <div className="field">
    <dt>{name}</dt>
    <dd>
      {page ? (
        <Link {...page} className="mono" title="Everything about it">
          {value}
        </Link>
      ) : (
        <span className="mono">{value}</span>
      )}
      {field && (
        <span className="field-acts">
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={`Only ${name} ${value}`}
            title="Only these"
            onClick={() => add(conditionOf(field, value))}
          >
            <Icon name="plus" size={13} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={`Without ${name} ${value}`}
            title="Without these"
            onClick={() => add(`-${conditionOf(field, value)}`)}
          >
            <Icon name="minus" size={13} />
          </ActionIcon>
        </span>
      )}
    </dd>
  </div>
)

type Props = { readonly event: ReadEvent; readonly ask: (text: string) => void }

/** Every field of an event; each value can be asked for or excluded. */
export function EventFields({ event, ask }: Props) {
  const { q } = useQuestion()
  const { data: vocabulary } = useVocabulary()
  const known = new Set(vocabulary?.fields.map(({ name }) => name))
  const fieldOf = (name: string) => {
    const field = asked[name] ?? name
    return known.has(field) ? field : undefined
  }
  const shown = Object.entries(event).filter(([name]) => !notShown.has(name))
  return (
    <dl className="fields">
      {shown.map(([name, value]) => (
        <Line
          key={name}
          name={name}
          value={String(value)}
          field={fieldOf(name)}
          page={pageOf(name, String(value))}
          add={(term) => ask(withTerm(q, term))}
        />
      ))}
    </dl>
  )
}
