import { Combobox, Kbd, NativeSelect, TextInput, useCombobox } from '@mantine/core'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { Chips } from './chips.tsx'
import { QueryTrouble } from './query-trouble.tsx'
import { isTime, ranges, termsOf, withTime, writtenTerm } from './time-term.ts'
import { type Suggestion, suggestionsFor, useVocabulary } from './vocabulary.ts'

type Props = {
  readonly q: string
  readonly ask: (text: string) => void
  /** Why the server did not understand the question. */
  readonly error: unknown
  readonly input: RefObject<HTMLInputElement | null>
}

/** The word at the end of what is being written. */
const lastWord = (text: string) => /\S*$/.exec(text)?.[0] ?? ''

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

const Suggestions = ({ list }: { readonly list: readonly Suggestion[] }) => (
  <Combobox.Dropdown hidden={list.length === 0}>
    <Combobox.Options aria-label="Suggestions">
      {list.map(({ text, about }) => (
        <Combobox.Option value={text} key={text} className="suggestion">
          <code>{text}</code>
          <span>{about}</span>
        </Combobox.Option>
      ))}
    </Combobox.Options>
  </Combobox.Dropdown>
)

function useDraft({ q, ask }: Pick<Props, 'q' | 'ask'>) {
  const [draft, setDraft] = useState(q)
  useEffect(() => setDraft(q), [q])
  const { data: vocabulary } = useVocabulary()
  const list = vocabulary ? suggestionsFor(lastWord(draft), vocabulary) : []
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const take = (text: string) => {
    const isWhole = !text.endsWith(':')
    setDraft(`${draft.slice(0, draft.length - lastWord(draft).length)}${text}${isWhole ? ' ' : ''}`)
    if (isWhole) combobox.closeDropdown()
  }
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() >= 0) return
    combobox.closeDropdown()
    ask(draft.trim())
  }
  return { draft, setDraft, list: draft === q ? [] : list, combobox, take, enter }
}

/** One line for a whole question; what it says stands below as chips that can be turned round and taken away. */
export function QueryBar({ q, ask, error, input }: Props) {
  const { draft, setDraft, list, combobox, take, enter } = useDraft({ q, ask })
  return (
    <div className="query">
      <div className="query-line">
        <Combobox store={combobox} onOptionSubmit={take} position="bottom-start" offset={4}>
          <Combobox.Target>
            <TextInput
              ref={input}
              aria-label="Search the events"
              placeholder="device:runner outcome:denied -event:login “db backup”"
              leftSection={<Icon name="search" />}
              rightSection={<Kbd>/</Kbd>}
              className="query-input"
              spellCheck={false}
              autoComplete="off"
              value={draft}
              onChange={({ currentTarget }) => {
                setDraft(currentTarget.value)
                combobox.openDropdown()
                combobox.resetSelectedOption()
              }}
              onBlur={() => combobox.closeDropdown()}
              onKeyDown={enter}
            />
          </Combobox.Target>
          <Suggestions list={list} />
        </Combobox>
        <RangePicker q={q} ask={ask} />
      </div>
      <QueryTrouble q={q} error={error} />
      <Chips q={q} ask={ask} />
    </div>
  )
}
