import { Kbd } from '@mantine/core'
import { memo, type RefObject, useEffect, useState } from 'react'
import { Chips } from './chips.tsx'
import { QueryInput } from './query-input.tsx'
import { QueryTrouble } from './query-trouble.tsx'
import { RangePicker } from './range-picker.tsx'

type Props = {
  readonly q: string
  readonly ask: (text: string) => void
  /** Why the server did not understand the question. */
  readonly error: unknown
  readonly input: RefObject<HTMLInputElement | null>
}

/** One line for a whole question; what it says stands below as chips that can be turned round and taken away. */
export const QueryBar = memo(function QueryBar({ q, ask, error, input }: Props) {
  const [draft, setDraft] = useState(q)
  useEffect(() => setDraft(q), [q])
  return (
    <div className="query">
      <div className="query-line">
        <QueryInput
          label="Search the events"
          placeholder="device:runner outcome:denied -event:login “db backup”"
          input={input}
          rightSection={<Kbd>/</Kbd>}
          value={draft}
          write={setDraft}
          enter={ask}
        />
        <RangePicker q={q} ask={ask} />
      </div>
      <QueryTrouble q={q} error={error} />
      <Chips q={q} ask={ask} />
    </div>
  )
})
