import { Kbd, NativeSelect } from '@mantine/core'
import { type RefObject, useEffect, useState } from 'react'
import { Chips } from './chips.tsx'
import { QueryInput } from './query-input.tsx'
import { QueryTrouble } from './query-trouble.tsx'
import { isTime, ranges, termsOf, withTime, writtenTerm } from './time-term.ts'

type Props = {
  readonly q: string
  readonly ask: (text: string) => void
  /** Why the server did not understand the question. */
  readonly error: unknown
  readonly input: RefObject<HTMLInputElement | null>
}

const custom = 'custom'

function RangePicker({ q, ask }: Pick<Props, 'q' | 'ask'>) {
  const term = termsOf(q).find(isTime)
  const time = term && writtenTerm(q, term)
  const known = ranges.find((range) => range.time === time)
  const data = ranges.map(({ label }) => ({ value: label, label }))
  return (
    <NativeSelect
      aria-label="Time"
      className="range"
      value={known?.label ?? custom}
      data={known ? data : [...data, { value: custom, label: 'Custom time' }]}
      onChange={({ currentTarget: { value } }) => {
        const chosen = ranges.find(({ label }) => label === value)
        if (chosen) ask(withTime(q, chosen.time))
      }}
    />
  )
}

/** One line for a whole question; what it says stands below as chips that can be turned round and taken away. */
export function QueryBar({ q, ask, error, input }: Props) {
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
}
